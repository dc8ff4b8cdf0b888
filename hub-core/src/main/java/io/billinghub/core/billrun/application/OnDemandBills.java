package io.billinghub.core.billrun.application;

import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.billrun.infrastructure.BillRunSql;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Cycle;
import io.billinghub.core.billrun.infrastructure.OnDemandSql;
import io.billinghub.core.billrun.infrastructure.OnDemandSql.BilledAccount;
import io.billinghub.core.billrun.infrastructure.OnDemandSql.NewRequest;
import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.notification.application.BillEvents;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/**
 * Bills on demand (TMF678 customerBillOnDemand): a run of one account, which takes what partners have billed for it in the
 * open period and is on no bill yet. It goes the way of every run, review and approval by somebody else included.
 */
@ApplicationScoped
public class OnDemandBills {

    /**
     * What is asked for.
     *
     * @param account {@code billing_account.uuid}; where its bill is its parent's, that one is made
     * @param extension JSON object of what the hub does not interpret
     */
    public record Request(UUID account, Optional<String> name, Optional<String> description, String extension) {}

    private final BillRunSql runs;
    private final OnDemandSql demands;
    private final AuditLog audit;
    private final BillEvents events;
    private final IdGenerator ids;
    private final Clock clock;

    public OnDemandBills(
            BillRunSql runs, OnDemandSql demands, AuditLog audit, BillEvents events, IdGenerator ids, Clock clock) {
        this.runs = runs;
        this.demands = demands;
        this.audit = audit;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Keeps the request and starts its run. A request that can't be served now is kept too, with the reason; what it asks
     * for is not wrong, there is just nothing to bill, or a run is under way.
     *
     * @param transaction of the whole tenant: a customer's login sees no partner lines, so it could not tell what is unbilled
     * @param context of the login
     * @return the request's id; fails with UNKNOWN_ACCOUNT for an account that the tenant lacks or that is not the login's
     */
    public Uni<UUID> request(SqlConnection transaction, TenantContext context, Request request) {
        return demands.account(transaction, request.account())
                .map(found -> found.filter(account -> mayAsk(context, account))
                        .orElseThrow(() -> new HubException(
                                CoreError.UNKNOWN_ACCOUNT,
                                "there is no billing account with the id " + request.account())))
                .flatMap(account -> runs.lockedCycle(transaction, account.cycleId())
                        .flatMap(cycle -> serve(transaction, context, account, cycle, request)));
    }

    /** A customer's login asks for the bills that its own account pays. */
    private static boolean mayAsk(TenantContext context, BilledAccount account) {
        return context.partnerId().isEmpty()
                && (context.accountId().isEmpty() || context.accountId().getAsLong() == account.rootId());
    }

    private Uni<UUID> serve(
            SqlConnection transaction, TenantContext context, BilledAccount account, Cycle cycle, Request request) {
        CyclePeriod period = CyclePeriod.containing(cycle.openFrom(), cycle.dayOfMonth());
        return demands.underWay(transaction, cycle.id(), period.from(), account.rootId())
                .flatMap(run -> run.isPresent()
                        ? keep(
                                transaction,
                                context,
                                account,
                                request,
                                Optional.empty(),
                                underWay(context, run.get(), period))
                        : demands.hasUnbilledLines(transaction, account.rootId(), period)
                                .flatMap(unbilled -> unbilled
                                        ? start(transaction, context, account, cycle, period)
                                                .flatMap(id -> keep(
                                                        transaction,
                                                        context,
                                                        account,
                                                        request,
                                                        Optional.of(id),
                                                        Optional.empty()))
                                        : keep(
                                                transaction,
                                                context,
                                                account,
                                                request,
                                                Optional.empty(),
                                                nothing(account, period))));
    }

    /** A customer need not know the operator's runs by their ids. */
    private static Optional<String> underWay(TenantContext context, UUID run, CyclePeriod period) {
        String name = context.accountId().isPresent() ? "a bill run" : "bill run " + run;
        return Optional.of(
                name + " of the period from " + period.from() + " is under way: ask again when it is closed");
    }

    private static Optional<String> nothing(BilledAccount account, CyclePeriod period) {
        return Optional.of("account " + account.rootNumber() + " has no accepted partner line in the period from "
                + period.from() + " that is on no bill yet");
    }

    private Uni<Long> start(
            SqlConnection transaction, TenantContext context, BilledAccount account, Cycle cycle, CyclePeriod period) {
        UUID uuid = ids.next();
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneId.of(cycle.timeZone()));
        return demands.insertRun(transaction, uuid, cycle, period, today, account.rootId(), context.actor(), now())
                .call(() -> runs.run(transaction, uuid)
                        .map(Optional::orElseThrow)
                        .flatMap(run -> runs.moveTo(transaction, run, BillRunState.SCHEDULED, now())));
    }

    private Uni<UUID> keep(
            SqlConnection transaction,
            TenantContext context,
            BilledAccount account,
            Request request,
            Optional<Long> run,
            Optional<String> rejection) {
        UUID uuid = ids.next();
        return demands.insertRequest(
                        transaction,
                        new NewRequest(
                                uuid,
                                account.id(),
                                account.rootId(),
                                run,
                                request.name(),
                                request.description(),
                                request.extension(),
                                rejection,
                                context.actor(),
                                now()))
                .flatMap(kept -> audit.append(
                        transaction,
                        context,
                        "bill-on-demand.request",
                        "customer-bill-on-demand/" + uuid,
                        Optional.empty(),
                        Optional.of("{\"started\":" + run.isPresent() + "}")))
                .flatMap(noted -> events.demanded(
                        transaction, context, uuid, request.account(), account.rootId(), run.isPresent()))
                .replaceWith(uuid);
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock.withZone(ZoneOffset.UTC));
    }
}
