package io.billinghub.core.usagelimit.application;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** {@code hub.usage-limits.*}: how usage is held against limits. */
@ConfigMapping(prefix = "hub.usage-limits")
public interface UsageLimitConfig {

    /** How often the process looks for usage of accounts that have limits. */
    @WithDefault("PT0.5S")
    Duration poll();

    /** How many notes of usage it looks at in one transaction. */
    @WithDefault("500")
    int notesAtOnce();

    /** Most limits of one account. */
    @WithDefault("100")
    int limitsPerAccount();
}
