package io.billinghub.core.usagelimit.application;

import io.billinghub.core.consumption.application.Consumptions;
import io.billinghub.core.consumption.infrastructure.PayingAccountSql;
import io.billinghub.core.consumption.model.Consumption;
import io.billinghub.core.consumption.model.PayingAccount;
import io.billinghub.core.consumption.model.Used;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.event.application.Outbox;
import io.billinghub.core.event.model.DomainEvent;
import io.billinghub.core.event.model.Topic;
import io.billinghub.core.identity.StableId;
import io.billinghub.core.rating.plan.StoredPlan;
import io.billinghub.core.reservation.application.Reservations;
import io.billinghub.core.reservation.application.Reservations.Moved;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.core.usage.model.UsageAccount;
import io.billinghub.core.usagelimit.infrastructure.UsageLimitSql;
import io.billinghub.core.usagelimit.infrastructure.UsageLimitSql.Note;
import io.billinghub.core.usagelimit.infrastructure.UsageLimitSql.OfAccount;
import io.billinghub.core.usagelimit.infrastructure.UsageLimitSql.Reaching;
import io.billinghub.core.usagelimit.model.UsageLimit;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.joda.money.CurrencyUnit;

/**
 * Holds usage that has come in against the limits and the prepaid buckets of its accounts: takes notes of it, rates the accounts as a bill
 * run does, keeps what is reserved, and keeps and tells the thresholds that are reached, all in one transaction. So a process that is killed
 * has done nothing, and of several that look at the same account one tells.
 */
@ApplicationScoped
public class UsageLimitWatch {

    /** The CloudEvents type of what is told. */
    public static final String EVENT = "io.billinghub.usage.threshold-reached.v1";

    private static final Logger LOG = Logger.getLogger(UsageLimitWatch.class);
    /** When an account is looked at again that could not be looked at. */
    private static final Duration LATER = Duration.ofMinutes(5);

    private final TenantTransaction transactions;
    private final UsageLimitSql sql;
    private final PayingAccountSql accounts;
    private final Consumptions consumptions;
    private final Reservations reservations;
    private final Outbox outbox;
    private final Clock clock;
    private final UsageLimitConfig config;

    public UsageLimitWatch(
            TenantTransaction transactions,
            UsageLimitSql sql,
            PayingAccountSql accounts,
            Consumptions consumptions,
            Reservations reservations,
            Outbox outbox,
            Clock clock,
            UsageLimitConfig config) {
        this.transactions = transactions;
        this.sql = sql;
        this.accounts = accounts;
        this.consumptions = consumptions;
        this.reservations = reservations;
        this.outbox = outbox;
        this.clock = clock;
        this.config = config;
    }

    /** Accounts that are rated together: those of one cycle in one period. */
    private record Batch(long cycleId, ZoneId zone, CyclePeriod period) {}

    /**
     * Looks at some of the tenant's usage; false if there was none to look at. Where that fails, each account is looked at by itself, and
     * what can't be looked at waits a while, so that it holds up no other account.
     */
    public Uni<Boolean> look(TenantContext tenant) {
        return transactions
                .run(
                        tenant,
                        connection -> sql.take(connection, config.notesAtOnce())
                                .flatMap(notes -> notes.isEmpty()
                                        ? Uni.createFrom().item(false)
                                        : look(connection, tenant, notes).replaceWith(true)))
                .onFailure()
                .recoverWithUni(together ->
                        lookOneByOne(tenant).onFailure().invoke(failure -> failure.addSuppressed(together)));
    }

    private Uni<Boolean> lookOneByOne(TenantContext tenant) {
        return transactions
                .run(tenant, connection -> sql.waiting(connection, config.notesAtOnce()))
                .flatMap(waiting -> Multi.createFrom()
                        .iterable(waiting)
                        .onItem()
                        .transformToUniAndConcatenate(account -> lookAt(tenant, account))
                        .collect()
                        .asList()
                        .replaceWith(!waiting.isEmpty()));
    }

    private Uni<Void> lookAt(TenantContext tenant, long account) {
        return transactions
                .run(
                        tenant,
                        connection -> sql.take(connection, account, config.notesAtOnce())
                                .flatMap(notes -> look(connection, tenant, notes)))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf(
                            failure,
                            "usage limits of account %d of tenant %d could not be looked at, trying again in %s",
                            account,
                            tenant.tenantId(),
                            LATER);
                    return transactions.run(tenant, connection -> sql.postpone(connection, account, LATER));
                });
    }

    private Uni<Void> look(SqlConnection connection, TenantContext tenant, List<Note> notes) {
        List<Moved> moved = notes.stream()
                .map(note -> new Moved(note.accountId(), note.day()))
                .toList();
        return reservations.look(connection, tenant, moved).flatMap(done -> lookAtLimits(connection, tenant, notes));
    }

    private Uni<Void> lookAtLimits(SqlConnection connection, TenantContext tenant, List<Note> notes) {
        return sql.limits(
                        connection,
                        notes.stream().map(Note::accountId).distinct().toList())
                .flatMap(limits -> accounts.byIds(
                                connection,
                                limits.stream()
                                        .map(each -> each.limit().accountId())
                                        .distinct()
                                        .toList())
                        .map(payers -> batches(notes, limits, payers)))
                .flatMap(batches -> {
                    Map<CyclePeriod, List<StoredPlan>> plans = new HashMap<>(); // read once per look
                    return Multi.createFrom()
                            .iterable(batches.entrySet())
                            .onItem()
                            .transformToUniAndConcatenate(batch -> plans(
                                            connection, plans, batch.getKey().period())
                                    .flatMap(
                                            inForce -> reaching(connection, batch.getKey(), inForce, batch.getValue())))
                            .collect()
                            .asList();
                })
                .flatMap(found -> tell(
                        connection, tenant, found.stream().flatMap(List::stream).toList()));
    }

    /** The limits of each batch, with the account whose limit each is. */
    private static Map<Batch, Map<UsageLimit, PayingAccount>> batches(
            List<Note> notes, List<OfAccount> limits, List<PayingAccount> payers) {
        Map<Long, PayingAccount> byId =
                payers.stream().collect(Collectors.toMap(PayingAccount::id, Function.identity()));
        Map<Long, List<UsageLimit>> ofAccount = limits.stream()
                .collect(Collectors.groupingBy(
                        OfAccount::accountId, Collectors.mapping(OfAccount::limit, Collectors.toList())));
        Map<Batch, Map<UsageLimit, PayingAccount>> batches = new LinkedHashMap<>();
        for (Note note : notes) {
            for (UsageLimit limit : ofAccount.getOrDefault(note.accountId(), List.of())) {
                PayingAccount payer = byId.get(limit.accountId());
                CyclePeriod period = CyclePeriod.containing(note.day(), payer.dayOfMonth());
                batches.computeIfAbsent(new Batch(payer.cycleId(), payer.zone(), period), none -> new LinkedHashMap<>())
                        .put(limit, payer);
            }
        }
        return batches;
    }

    private Uni<List<StoredPlan>> plans(
            SqlConnection connection, Map<CyclePeriod, List<StoredPlan>> known, CyclePeriod period) {
        List<StoredPlan> found = known.get(period);
        return found != null
                ? Uni.createFrom().item(found)
                : consumptions.plans(connection, period).invoke(plans -> known.put(period, plans));
    }

    private Uni<List<Reaching>> reaching(
            SqlConnection connection, Batch batch, List<StoredPlan> plans, Map<UsageLimit, PayingAccount> limits) {
        List<UsageAccount> rated = limits.values().stream()
                .flatMap(payer -> payer.rated().stream())
                .distinct()
                .toList();
        return consumptions
                .of(connection, rated, batch.period(), batch.zone(), plans)
                .map(consumption -> reaching(consumption, limits));
    }

    private static List<Reaching> reaching(Consumption consumption, Map<UsageLimit, PayingAccount> limits) {
        Map<Long, List<Used>> byAccount = consumption.used().stream().collect(Collectors.groupingBy(Used::accountId));
        List<Reaching> reaching = new ArrayList<>();
        limits.forEach((limit, payer) -> {
            List<Used> used = payer.accounts().stream()
                    .flatMap(account -> byAccount.getOrDefault(account.id(), List.of()).stream())
                    .toList();
            BigDecimal amount = limit.limited().of(used);
            limit.terms()
                    .reached(amount)
                    .forEach(threshold -> reaching.add(new Reaching(
                            limit,
                            threshold,
                            amount,
                            consumption.period().from(),
                            consumption.period().to())));
        });
        return reaching;
    }

    private Uni<Void> tell(SqlConnection connection, TenantContext tenant, List<Reaching> reaching) {
        Instant now = clock.instant();
        return sql.keep(connection, reaching, now.atOffset(ZoneOffset.UTC))
                .flatMap(kept -> kept.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : outbox.append(
                                connection,
                                tenant,
                                kept.stream().map(each -> event(each, now)).toList()));
    }

    private static DomainEvent event(Reaching reached, Instant now) {
        UsageLimit limit = reached.limit();
        JsonObject data = new JsonObject()
                .put("limit", limit.uuid().toString())
                .put("account", limit.accountNumber())
                .put("accountId", limit.accountId())
                .put("product", limit.product().orElse(null))
                .put("measure", limit.limited().unit().isPresent() ? "QUANTITY" : "AMOUNT")
                .put("unit", limit.limited().unit().orElse(null))
                .put(
                        "currency",
                        limit.limited().currency().map(CurrencyUnit::getCode).orElse(null))
                .put("value", limit.terms().value())
                .put("threshold", reached.threshold())
                .put("used", reached.used())
                .put("periodFrom", reached.from().toString())
                .put("periodTo", reached.to().toString());
        Set.of("product", "unit", "currency").stream()
                .filter(name -> data.getValue(name) == null)
                .forEach(data::remove);
        return new DomainEvent(
                StableId.of(
                        limit.uuid(),
                        EVENT + "/" + limit.revision() + "/" + reached.from() + "/"
                                + reached.threshold().toPlainString()),
                Topic.BILLS,
                limit.accountNumber(),
                EVENT,
                "usage-limit/" + limit.uuid(),
                now,
                data.encode());
    }
}
