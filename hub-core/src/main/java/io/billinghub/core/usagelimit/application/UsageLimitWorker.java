package io.billinghub.core.usagelimit.application;

import io.billinghub.core.process.PollLoop;
import io.billinghub.core.process.Role;
import io.billinghub.core.process.Roles;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.Tenants;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Looks for usage of accounts that have limits, in processes with the role {@link Role#BILLING}, any number of them. */
@ApplicationScoped
public class UsageLimitWorker {

    private static final Logger LOG = Logger.getLogger(UsageLimitWorker.class);
    private static final String ACTOR = "usage-limit-worker";

    private final Tenants tenants;
    private final UsageLimitWatch watch;
    private final Roles roles;
    private final PollLoop loop;

    UsageLimitWorker(Tenants tenants, UsageLimitWatch watch, UsageLimitConfig config, Roles roles) {
        this.tenants = tenants;
        this.watch = watch;
        this.roles = roles;
        this.loop = new PollLoop("looking at usage limits", config.poll(), this::workOnce);
    }

    void start(@Observes StartupEvent started) {
        if (roles.has(Role.BILLING)) {
            loop.start();
        }
    }

    void stop(@Observes ShutdownEvent stopped) {
        loop.stop();
    }

    /** Looks at all that waits, in rounds, so that a tenant with much usage keeps no other one waiting; one that fails holds up none. */
    private Uni<Void> workOnce() {
        return PollLoop.untilNothingIsLeft(this::round);
    }

    private Uni<Boolean> round() {
        return tenants.all()
                .flatMap(ids -> Multi.createFrom()
                        .iterable(ids)
                        .onItem()
                        .transformToUniAndConcatenate(id -> watch.look(TenantContext.of(id, ACTOR))
                                .onFailure()
                                .invoke(failure -> LOG.warnf(
                                        failure, "usage limits of tenant %d could not be looked at, trying again", id))
                                .onFailure()
                                .recoverWithItem(false))
                        .filter(worked -> worked)
                        .collect()
                        .asList())
                .map(worked -> !worked.isEmpty());
    }
}
