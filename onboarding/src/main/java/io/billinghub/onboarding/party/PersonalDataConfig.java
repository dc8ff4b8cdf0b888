package io.billinghub.onboarding.party;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Period;

/** Personal data. */
@ConfigMapping(prefix = "hub.personal-data")
public interface PersonalDataConfig {

    /** How long the law has bills and their raw documents kept, from the end of the year in which they were issued. */
    @WithDefault("P10Y")
    Period retention();
}
