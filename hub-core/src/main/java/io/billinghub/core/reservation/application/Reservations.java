package io.billinghub.core.reservation.application;

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
import io.billinghub.core.prepaid.infrastructure.PrepaidSql;
import io.billinghub.core.reservation.infrastructure.ReservationSql;
import io.billinghub.core.reservation.infrastructure.ReservationSql.OfAccount;
import io.billinghub.core.reservation.infrastructure.ReservationSql.Told;
import io.billinghub.core.reservation.model.Reserved;
import io.billinghub.core.reservation.model.UsageToPay;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.usage.model.UsageAccount;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;

/**
 * Reckons what usage that no run has priced yet costs of its account's buckets, period after period, and tells which of them run out; in the
 * caller's transaction, which sees the whole tenant.
 */
@ApplicationScoped
public class Reservations {

    /** The CloudEvents type of what is told once no more is left than the bucket's {@code lowValue}. */
    public static final String LOW = "io.billinghub.prepaid.balance-low.v1";

    /** The CloudEvents type of what is told once nothing is left. */
    public static final String EXHAUSTED = "io.billinghub.prepaid.balance-exhausted.v1";

    private final ReservationSql sql;
    private final PrepaidSql prepaid;
    private final PayingAccountSql accounts;
    private final Consumptions consumptions;
    private final Outbox outbox;
    private final Clock clock;

    public Reservations(
            ReservationSql sql,
            PrepaidSql prepaid,
            PayingAccountSql accounts,
            Consumptions consumptions,
            Outbox outbox,
            Clock clock) {
        this.sql = sql;
        this.prepaid = prepaid;
        this.accounts = accounts;
        this.consumptions = consumptions;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** That usage of an account, or one of its buckets, has moved; the day tells the billing period. */
    public record Moved(long accountId, LocalDate day) {}

    /** Accounts that are rated together: those of one cycle in one period. */
    private record Batch(LocalDate from, long cycleId, CyclePeriod period, ZoneId zone) {

        static final Comparator<Batch> IN_TIME =
                Comparator.comparing(Batch::from).thenComparing(Batch::cycleId);
    }

    /** What is reserved, of the periods so far. */
    private static final class SoFar {
        private final List<Reserved> all = new ArrayList<>();
        private final Map<String, BigDecimal> byBucket = new HashMap<>();

        void add(List<Reserved> more) {
            all.addAll(more);
            more.forEach(each -> byBucket.merge(each.bucket(), each.amount(), BigDecimal::add));
        }
    }

    /** Looks at accounts; nothing is done for those without buckets. */
    public Uni<Void> look(SqlConnection connection, TenantContext tenant, List<Moved> moved) {
        return sql.withBuckets(
                        connection,
                        moved.stream().map(Moved::accountId).distinct().toList())
                .flatMap(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : accounts.byIds(connection, found)
                                .flatMap(known -> reserve(connection, moved, known))
                                .flatMap(done -> tell(connection, tenant, found)));
    }

    private Uni<Void> reserve(SqlConnection connection, List<Moved> moved, List<PayingAccount> known) {
        List<Long> ids = known.stream().map(PayingAccount::id).toList();
        return sql.reserved(connection, ids)
                .map(reserved -> periods(moved, known, reserved))
                .flatMap(periods -> sql.notPriced(connection, periods))
                .flatMap(open -> reckon(connection, batches(open, known)))
                .flatMap(reserved -> sql.keep(connection, ids, reserved));
    }

    private static List<OfAccount> periods(List<Moved> moved, List<PayingAccount> known, List<OfAccount> reserved) {
        Map<Long, PayingAccount> byId =
                known.stream().collect(Collectors.toMap(PayingAccount::id, Function.identity()));
        Stream<OfAccount> noted = moved.stream()
                .filter(each -> byId.containsKey(each.accountId()))
                .flatMap(each -> withTheOneBefore(each, byId.get(each.accountId())));
        return Stream.concat(noted, reserved.stream()).distinct().toList();
    }

    /** The period before may wait for its run still, and a bucket may have been opened since its usage came in. */
    private static Stream<OfAccount> withTheOneBefore(Moved moved, PayingAccount account) {
        LocalDate from =
                CyclePeriod.containing(moved.day(), account.dayOfMonth()).from();
        LocalDate before =
                CyclePeriod.containing(from.minusDays(1), account.dayOfMonth()).from();
        return Stream.of(new OfAccount(account.id(), before), new OfAccount(account.id(), from));
    }

    private static Map<Batch, List<PayingAccount>> batches(List<OfAccount> open, List<PayingAccount> known) {
        Map<Long, PayingAccount> byId =
                known.stream().collect(Collectors.toMap(PayingAccount::id, Function.identity()));
        Map<Batch, List<PayingAccount>> batches = new TreeMap<>(Batch.IN_TIME);
        for (OfAccount each : open) {
            PayingAccount account = byId.get(each.accountId());
            CyclePeriod period = CyclePeriod.containing(each.period(), account.dayOfMonth());
            batches.computeIfAbsent(
                            new Batch(period.from(), account.cycleId(), period, account.zone()),
                            none -> new ArrayList<>())
                    .add(account);
        }
        return batches;
    }

    /** An earlier period draws before a later one, as the runs will. */
    private Uni<List<Reserved>> reckon(SqlConnection connection, Map<Batch, List<PayingAccount>> batches) {
        SoFar soFar = new SoFar();
        return Multi.createFrom()
                .iterable(batches.entrySet())
                .onItem()
                .transformToUniAndConcatenate(batch -> reckon(connection, batch.getKey(), batch.getValue(), soFar))
                .onItem()
                .ignoreAsUni()
                .map(done -> soFar.all);
    }

    private Uni<Void> reckon(SqlConnection connection, Batch batch, List<PayingAccount> payers, SoFar soFar) {
        CyclePeriod period = batch.period();
        Long[] ids = payers.stream().map(PayingAccount::id).toArray(Long[]::new);
        return prepaid.creditsNow(connection, ids).flatMap(credits -> {
            List<PayingAccount> having = payers.stream()
                    .filter(account -> credits.containsKey(account.id()))
                    .toList();
            return having.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : consumptions
                            .of(
                                    connection,
                                    having.stream().map(Reservations::rated).toList(),
                                    period,
                                    batch.zone())
                            .invoke(used -> having.forEach(account ->
                                    soFar.add(usage(account, used).of(credits.get(account.id()), soFar.byBucket))))
                            .replaceWithVoid();
        });
    }

    /** By itself: buckets pay for what their own account uses. */
    private static UsageAccount rated(PayingAccount account) {
        return new UsageAccount(account.id(), account.number());
    }

    private static UsageToPay usage(PayingAccount account, Consumption consumption) {
        List<Used> own = consumption.used().stream()
                .filter(used -> used.accountId() == account.id())
                .toList();
        return new UsageToPay(
                account.id(), account.number(), CurrencyUnit.of(account.currency()), consumption.period(), own);
    }

    private Uni<Void> tell(SqlConnection connection, TenantContext tenant, List<Long> ids) {
        Instant now = clock.instant();
        return sql.levels(connection, ids, now.atOffset(ZoneOffset.UTC))
                .flatMap(told -> told.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : outbox.append(
                                connection,
                                tenant,
                                told.stream().map(each -> event(each, now)).toList()));
    }

    private static DomainEvent event(Told told, Instant now) {
        String type = told.level().equals("LOW") ? LOW : EXHAUSTED;
        JsonObject data = new JsonObject()
                .put("bucket", told.bucket().toString())
                .put("name", told.name())
                .put("account", told.accountNumber())
                .put("accountId", told.accountId())
                .put("usageType", told.usageType())
                .put("units", told.units())
                .put("remaining", told.balance())
                .put("reserved", told.reserved())
                .put("usable", told.balance().subtract(told.reserved()).max(BigDecimal.ZERO))
                .put("lowAt", told.lowAt());
        return new DomainEvent(
                StableId.of(told.bucket(), type + "/" + told.tellings()),
                Topic.BILLS,
                told.accountNumber(),
                type,
                "prepaid-bucket/" + told.bucket(),
                now,
                data.encode());
    }
}
