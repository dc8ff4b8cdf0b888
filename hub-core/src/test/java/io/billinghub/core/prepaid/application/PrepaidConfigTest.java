package io.billinghub.core.prepaid.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PrepaidConfigTest {

    @Test
    void itsDefaults() {
        PrepaidConfig prepaid = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withConverter(Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
                .withMapping(PrepaidConfig.class)
                .build()
                .getConfigMapping(PrepaidConfig.class);
        assertThat(prepaid.lowPercent()).isEqualByComparingTo("20");
        assertThat(prepaid.expiryPoll()).isEqualTo(Duration.ofHours(1));
    }
}
