package io.billinghub.adapters.document;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Deletes temporary files when the process ends, and those of processes that could not when it starts. */
@ApplicationScoped
public class LeftFiles {

    private static final Logger LOG = Logger.getLogger(LeftFiles.class);

    void start(@Observes StartupEvent started) {
        int deleted = TemporaryFiles.deleteLeft();
        if (deleted > 0) {
            LOG.infof("deleted the temporary files of %d processes that were killed", deleted);
        }
    }

    void stop(@Observes ShutdownEvent stopped) {
        TemporaryFiles.end();
    }
}
