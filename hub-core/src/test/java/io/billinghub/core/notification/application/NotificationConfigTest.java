package io.billinghub.core.notification.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NotificationConfigTest {

    private final SmallRyeConfig config = new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withConverter(Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
            .withMapping(NotificationConfig.class)
            .build();

    @Test
    void itsDefaults() {
        NotificationConfig notification = config.getConfigMapping(NotificationConfig.class);
        assertThat(notification.signingKey()).isEmpty();
        assertThat(notification.listeners()).isEqualTo(100);
        assertThat(notification.poll()).isEqualTo(Duration.ofMillis(500));
        assertThat(notification.parallel()).isEqualTo(32);
        assertThat(notification.batch()).isEqualTo(20);
        assertThat(notification.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(notification.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(notification.lease()).isEqualTo(Duration.ofSeconds(60));
        assertThat(notification.firstWait()).isEqualTo(Duration.ofSeconds(5));
        assertThat(notification.longestWait()).isEqualTo(Duration.ofHours(4));
        assertThat(notification.longestRest()).isEqualTo(Duration.ofMinutes(5));
        assertThat(notification.attempts()).isEqualTo(25);
        assertThat(notification.giveUpAfter()).isEqualTo(Duration.ofHours(24));
        assertThat(notification.keepDays()).isEqualTo(30);
        assertThat(notification.tendEvery()).isEqualTo(Duration.ofMinutes(10));
        assertThat(notification.stopWait()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void aCallThatIsBegunInTheFirstHalfOfALeaseEndsBeforeIt() {
        NotificationConfig notification = config.getConfigMapping(NotificationConfig.class);
        // the name's resolution and the call itself may each take the timeout
        assertThat(notification.timeout().multipliedBy(2))
                .isLessThan(notification.lease().dividedBy(2));
    }
}
