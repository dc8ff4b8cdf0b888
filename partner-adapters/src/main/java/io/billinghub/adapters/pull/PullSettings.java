package io.billinghub.adapters.pull;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When and how adapters are pulled: {@code hub.pulls.*}. */
@ConfigMapping(prefix = "hub.pulls")
public interface PullSettings {

    /** How long a process keeps a pull after its last sign of life; it gives one three times in this span. */
    @WithDefault("PT15S")
    Duration lease();

    /** How long somebody who asks for a pull waits for one that is under way. */
    @WithDefault("PT20S")
    Duration patience();

    /** How often a process looks for pulls that are due. */
    @WithDefault("PT2S")
    Duration poll();

    /** How many adapters one process pulls at once. */
    @WithDefault("16")
    int atOnce();

    /** How long an adapter is left alone after a first failure; doubled by each further one in a row. */
    @WithDefault("PT30S")
    Duration firstRetry();

    /** How long an adapter that keeps failing is left alone at most. */
    @WithDefault("PT1H")
    Duration longestRetry();
}
