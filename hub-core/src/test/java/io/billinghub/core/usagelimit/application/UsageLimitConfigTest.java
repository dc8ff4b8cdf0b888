package io.billinghub.core.usagelimit.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UsageLimitConfigTest {

    @Test
    void itsDefaults() {
        UsageLimitConfig limits = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withConverter(Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
                .withMapping(UsageLimitConfig.class)
                .build()
                .getConfigMapping(UsageLimitConfig.class);
        assertThat(limits.poll()).isEqualTo(Duration.ofMillis(500));
        assertThat(limits.notesAtOnce()).isEqualTo(500);
        assertThat(limits.limitsPerAccount()).isEqualTo(100);
    }
}
