package io.billinghub.adapters.quarantine;

import io.billinghub.adapters.AdapterSettings;
import io.billinghub.core.process.PollLoop;
import io.billinghub.core.process.Role;
import io.billinghub.core.process.Roles;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Looks for documents to be judged again: what a killed process left is found by the next one. */
@ApplicationScoped
public class ReplayWorker {

    private final PollLoop loop;
    private final Roles roles;

    ReplayWorker(QuarantineReplays replays, AdapterSettings settings, Roles roles) {
        this.loop = new PollLoop("looking for quarantine to be judged again", settings.refresh(), replays::work);
        this.roles = roles;
    }

    void start(@Observes StartupEvent event) {
        if (roles.has(Role.ADAPTERS)) {
            loop.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        loop.stop();
    }
}
