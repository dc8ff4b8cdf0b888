package io.billinghub.core.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Mails of the hub; the server they go to is configured under {@code quarkus.mailer}. */
@ConfigMapping(prefix = "hub.mail")
public interface MailConfig {

    /** The sender's address; without it no mail is queued. */
    Optional<String> from();

    /** How often the queue is looked at. */
    @WithDefault("PT10S")
    Duration poll();

    /** The most that a mail waits after its first failure; it doubles with each one more. */
    @WithDefault("PT1M")
    Duration firstWait();

    /** The most that a mail ever waits. */
    @WithDefault("PT2H")
    Duration longestWait();

    /** Age at which a mail that could not be sent is given up. */
    @WithDefault("P3D")
    Duration giveUpAfter();

    /** For how long mails that were sent or given up are kept. */
    @WithDefault("P90D")
    Duration keep();
}
