package io.billinghub.core.prepaid.application;

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

/** Writes off what is left of buckets that have ended, in processes with the role {@link Role#BILLING}, any number of them. */
@ApplicationScoped
public class PrepaidWorker {

    private static final Logger LOG = Logger.getLogger(PrepaidWorker.class);
    private static final String ACTOR = "prepaid-worker";

    private final Tenants tenants;
    private final PrepaidBalances balances;
    private final Roles roles;
    private final PollLoop loop;

    PrepaidWorker(Tenants tenants, PrepaidBalances balances, PrepaidConfig config, Roles roles) {
        this.tenants = tenants;
        this.balances = balances;
        this.roles = roles;
        this.loop = new PollLoop("writing off prepaid balances", config.expiryPoll(), this::workOnce);
    }

    void start(@Observes StartupEvent started) {
        if (roles.has(Role.BILLING)) {
            loop.start();
        }
    }

    void stop(@Observes ShutdownEvent stopped) {
        loop.stop();
    }

    /** A tenant that fails holds up no other one. */
    private Uni<Void> workOnce() {
        return tenants.all()
                .flatMap(ids -> Multi.createFrom()
                        .iterable(ids)
                        .onItem()
                        .transformToUniAndConcatenate(id -> expire(TenantContext.of(id, ACTOR))
                                .onFailure()
                                .invoke(failure -> LOG.warnf(
                                        failure,
                                        "prepaid balances of tenant %d could not be written off, trying again",
                                        id))
                                .onFailure()
                                .recoverWithNull())
                        .onItem()
                        .ignoreAsUni());
    }

    private Uni<Void> expire(TenantContext tenant) {
        return PollLoop.untilNothingIsLeft(() -> balances.expire(tenant));
    }
}
