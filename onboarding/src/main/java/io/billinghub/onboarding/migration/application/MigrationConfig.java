package io.billinghub.onboarding.migration.application;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What a file of a migration may hold. */
@ConfigMapping(prefix = "hub.migration")
public interface MigrationConfig {

    /** Most rows of a file, which is one transaction. */
    @WithDefault("100000")
    int rowsPerFile();
}
