package io.billinghub.core.archive.application;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Period;

/** Where published documents are written, and for how long they are kept. */
@ConfigMapping(prefix = "hub.documents")
public interface DocumentsConfig {

    /** The folder under which each tenant has one; made if missing. */
    @WithDefault("data/documents")
    Path dir();

    /** Whether a run writes its documents; without it they are made when somebody asks for them, and none is delivered. */
    @WithDefault("true")
    boolean write();

    /** How long a document is kept, from the end of the year in which its bill was issued. */
    @WithDefault("${hub.personal-data.retention:P10Y}")
    Period retention();

    /** How many documents one coherence check reads and holds against their hashes: those whose check is the longest ago. */
    @WithDefault("10000")
    int checkAtOnce();
}
