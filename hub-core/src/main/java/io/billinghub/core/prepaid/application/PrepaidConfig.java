package io.billinghub.core.prepaid.application;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;
import java.time.Duration;

/** {@code hub.prepaid.*}: prepaid balances. */
@ConfigMapping(prefix = "hub.prepaid")
public interface PrepaidConfig {

    /** Of a first top-up that says nothing else: once no more than this part of it is left, it is told. In percent. */
    @WithDefault("20")
    BigDecimal lowPercent();

    /** How often what has ended is looked for and written off. */
    @WithDefault("PT1H")
    Duration expiryPoll();
}
