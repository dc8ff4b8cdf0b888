package io.billinghub.core.housekeeping;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** {@code hub.housekeeping.*}: what is done now and then. */
@ConfigMapping(prefix = "hub.housekeeping")
public interface HousekeepingConfig {

    /** How often it is done; the first time at the start. */
    @WithDefault("PT1H")
    Duration every();

    /** Months after this one whose tables are made ahead; usage may be dated up to 62 days ahead. */
    @WithDefault("3")
    int monthsAhead();

    /** How long the answer of a request with an {@code Idempotency-Key} is kept for its repetition. */
    @WithDefault("P7D")
    Duration keepAnswers();

    /** How long questions about usage (TMF677) are kept with their answers. */
    @WithDefault("P30D")
    Duration keepUsageQueries();

    /** How long imports and exports of the catalogue that have ended are kept, with the files of exports. */
    @WithDefault("P30D")
    Duration keepCatalogueJobs();
}
