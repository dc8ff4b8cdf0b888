package io.billinghub.core.prepaid.application;

import io.billinghub.core.process.Role;
import io.billinghub.core.process.Roles;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.Tenants;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
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
    private final PrepaidConfig config;
    private final Roles roles;
    private volatile Cancellable loop = () -> {};

    PrepaidWorker(Tenants tenants, PrepaidBalances balances, PrepaidConfig config, Roles roles) {
        this.tenants = tenants;
        this.balances = balances;
        this.config = config;
        this.roles = roles;
    }

    void start(@Observes StartupEvent started) {
        if (roles.has(Role.BILLING)) {
            loop = Multi.createFrom()
                    .ticks()
                    .every(config.expiryPoll())
                    .onOverflow()
                    .drop()
                    .onItem()
                    .transformToUniAndConcatenate(tick -> workOnce()
                            .onFailure()
                            .invoke(failure -> LOG.warn("writing off prepaid balances failed, trying again", failure))
                            .onFailure()
                            .recoverWithNull())
                    .subscribe()
                    .with(done -> {});
        }
    }

    void stop(@Observes ShutdownEvent stopped) {
        loop.cancel();
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
        return Uni.createFrom()
                .deferred(() -> balances.expire(tenant))
                .repeat()
                .whilst(more -> more)
                .onItem()
                .ignoreAsUni();
    }
}
