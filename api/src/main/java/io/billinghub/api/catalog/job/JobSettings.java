package io.billinghub.api.catalog.job;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** {@code hub.catalogue-jobs.*}: how catalogues are imported and exported. */
@ConfigMapping(prefix = "hub.catalogue-jobs")
public interface JobSettings {

    /** How often the process looks for jobs. */
    @WithDefault("PT1S")
    Duration poll();

    /** For how long a job stays with a process that no longer answers; more than twice the timeout. */
    @WithDefault("PT5M")
    Duration lease();

    /** How many times a job is begun before it fails, where its process has ended or the database has failed. */
    @WithDefault("3")
    int attempts();

    /** For a file to be fetched or sent, all in all; and before, for its host to be resolved. */
    @WithDefault("PT60S")
    Duration timeout();

    /** Most bytes of a file. */
    @WithDefault("16777216")
    int largestFile();
}
