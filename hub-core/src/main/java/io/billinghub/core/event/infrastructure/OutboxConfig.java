package io.billinghub.core.event.infrastructure;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the outbox keeps what was sent. */
@ConfigMapping(prefix = "hub.outbox")
public interface OutboxConfig {

    /** Days that sent events are kept before their day is dropped. */
    @WithDefault("7")
    int keepDays();

    /** Days, today among them, for which a partition is made ahead. */
    @WithDefault("4")
    int daysAhead();

    /** How often days are made and dropped; the first time at the start. */
    @WithDefault("6h")
    Duration tendEvery();
}
