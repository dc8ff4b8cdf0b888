package io.billinghub.core.billrun.application;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** Where published documents are written. */
@ConfigMapping(prefix = "hub.documents")
public interface DocumentsConfig {

    /** The folder under which each tenant has one; made if missing. */
    @WithDefault("data/documents")
    Path dir();

    /** Whether a run writes its documents; without it they are made when somebody asks for them. */
    @WithDefault("true")
    boolean write();
}
