package io.billinghub.core.delivery.application;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Deliveries of documents. */
@ConfigMapping(prefix = "hub.delivery")
public interface DeliveryConfig {

    /** How often the queue is looked at. */
    @WithDefault("PT10S")
    Duration poll();

    /** How long one delivery may take; a process that dies keeps those that it took up for four times as long. */
    @WithDefault("PT2M")
    Duration timeout();

    /** The most that a delivery waits after its first failure; it doubles with each one more. */
    @WithDefault("PT1M")
    Duration firstWait();

    /** The most that a delivery ever waits. */
    @WithDefault("PT2H")
    Duration longestWait();

    /** Age at which a delivery that has failed is given up, until somebody asks for it again. */
    @WithDefault("P3D")
    Duration giveUpAfter();

    /** The address of the hub as customers' browsers know it, without a slash at the end; links lead there. */
    Optional<String> portalUrl();
}
