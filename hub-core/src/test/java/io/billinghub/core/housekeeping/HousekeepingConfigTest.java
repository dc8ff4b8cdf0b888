package io.billinghub.core.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HousekeepingConfigTest {

    @Test
    void itsDefaults() {
        HousekeepingConfig housekeeping = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withConverter(Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
                .withMapping(HousekeepingConfig.class)
                .build()
                .getConfigMapping(HousekeepingConfig.class);
        assertThat(housekeeping.every()).isEqualTo(Duration.ofHours(1));
        assertThat(housekeeping.monthsAhead()).isEqualTo(3);
        assertThat(housekeeping.keepAnswers()).isEqualTo(Duration.ofDays(7));
        assertThat(housekeeping.keepUsageQueries()).isEqualTo(Duration.ofDays(30));
        assertThat(housekeeping.keepCatalogueJobs()).isEqualTo(Duration.ofDays(30));
    }
}
