package io.billinghub.core.housekeeping;

import io.billinghub.core.process.PollLoop;
import io.billinghub.core.process.Roles;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.core.tenancy.Tenants;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;

/** Does all chores at the start, and then again and again, in each process that works in the background. A chore that fails holds up none. */
@ApplicationScoped
public class Housekeeping {

    private static final Logger LOG = Logger.getLogger(Housekeeping.class);
    private static final String ACTOR = "housekeeping";

    private final Tenants tenants;
    private final TenantTransaction transactions;
    private final List<Chore> chores;
    private final Roles roles;
    private final Clock clock;
    private final PollLoop loop;

    public Housekeeping(
            Tenants tenants,
            TenantTransaction transactions,
            @All List<Chore> chores,
            HousekeepingConfig config,
            Roles roles,
            Clock clock) {
        this.tenants = tenants;
        this.transactions = transactions;
        this.chores = chores;
        this.roles = roles;
        this.clock = clock;
        this.loop = new PollLoop("housekeeping", config.every(), this::workOnce);
    }

    void start(@Observes StartupEvent started) {
        if (roles.hasWorker()) {
            loop.start();
        }
    }

    void stop(@Observes ShutdownEvent stopped) {
        loop.stop();
    }

    /** Does all chores of all tenants once. */
    public Uni<Void> workOnce() {
        return tenants.all()
                .flatMap(ids -> Multi.createFrom()
                        .iterable(ids)
                        .onItem()
                        .transformToMultiAndConcatenate(
                                id -> Multi.createFrom().iterable(chores).map(chore -> new Turn(id, chore)))
                        .onItem()
                        .transformToUniAndConcatenate(this::take)
                        .onItem()
                        .ignoreAsUni());
    }

    private record Turn(int tenant, Chore chore) {}

    private Uni<Void> take(Turn turn) {
        TenantContext context = TenantContext.of(turn.tenant(), ACTOR);
        return PollLoop.untilNothingIsLeft(() ->
                        transactions.run(context, connection -> turn.chore().doSome(connection, clock.instant())))
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        failure,
                        "%s for tenant %d failed, trying again later",
                        turn.chore().what(),
                        turn.tenant()))
                .onFailure()
                .recoverWithNull();
    }
}
