package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.billrun.infrastructure.RatingSql;
import io.billinghub.core.consumption.application.Consumptions;
import io.billinghub.core.consumption.infrastructure.PayingAccountSql;
import io.billinghub.core.event.infrastructure.SqlOutbox;
import io.billinghub.core.prepaid.application.PrepaidBalances;
import io.billinghub.core.prepaid.application.PrepaidConfig;
import io.billinghub.core.prepaid.infrastructure.BucketSql;
import io.billinghub.core.prepaid.infrastructure.PrepaidSql;
import io.billinghub.core.prepaid.infrastructure.PrepaidSql.Draw;
import io.billinghub.core.prepaid.model.Movement;
import io.billinghub.core.prepaid.model.NewBucket;
import io.billinghub.core.prepaid.model.PrepaidAmount;
import io.billinghub.core.prepaid.model.UsageType;
import io.billinghub.core.reservation.application.Reservations;
import io.billinghub.core.reservation.infrastructure.ReservationSql;
import io.billinghub.core.testing.TestDatabase;
import io.billinghub.core.usage.application.UsageRating;
import io.billinghub.core.usage.infrastructure.PlanStateSql;
import io.billinghub.core.usage.infrastructure.UsageSql;
import io.billinghub.core.usagelimit.application.UsageLimitConfig;
import io.billinghub.core.usagelimit.application.UsageLimitWatch;
import io.billinghub.core.usagelimit.infrastructure.UsageLimitSql;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What usage of open periods costs is reserved on prepaid buckets until a run draws it. A call costs 0.50. */
class PrepaidUsageIT {

    private static final LocalDate NOVEMBER = LocalDate.of(2026, 11, 1);
    private static final LocalDate DECEMBER = LocalDate.of(2026, 12, 1);

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_prepaid_usage");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /**
     * 50.00 prepaid for the API. 40 calls are 20.00: 30.00 can still be used, 30.01 can't. 24.00 are deducted, so 6.00 are left, less than
     * 20 % of 50.00. 12 calls more are 6.00 more: 26.00 of 26.00, and a call more finds nothing to reserve.
     */
    @Test
    void usageIsReservedAndToldWhenItRunsOut() {
        ApiUsage usage = product("runs-out");
        UUID bucket = open(usage, UsageType.MONETARY, "50.00", "EUR");
        usage.use("2026-11-05 12:00", "40", "2026-11-01");
        look(usage, "2026-11-05");
        assertThat(reserved(usage, bucket)).isEqualTo("50 less 20");
        assertThat(told(usage)).isEmpty();

        assertThatThrownBy(() -> deduct(usage, bucket, "-30.01")).hasMessageContaining("30 EUR that can still be used");
        deduct(usage, bucket, "-24.00");
        look(usage);
        assertThat(told(usage)).isEqualTo("balance-low 6");

        usage.use("2026-11-06 12:00", "12", "2026-11-01");
        look(usage, "2026-11-06");
        usage.use("2026-11-07 12:00", "1", "2026-11-01");
        look(usage, "2026-11-07");
        assertThat(reserved(usage, bucket)).isEqualTo("26 less 26");
        assertThat(told(usage)).isEqualTo("balance-low 6, balance-exhausted 0");
        assertThat(usage.fixture.incoherences()).isEmpty();
    }

    /** 100 calls prepaid, of which 40 are used; the money behind them pays for the 30 calls that the pack does not cover later: 15.00. */
    @Test
    void aPackIsReservedInItsUnitBeforeMoney() {
        ApiUsage usage = product("pack");
        UUID pack = open(usage, UsageType.OTHER, "100", "call");
        UUID money = open(usage, UsageType.MONETARY, "50.00", "EUR");
        usage.use("2026-11-05 12:00", "40", "2026-11-01");
        look(usage, "2026-11-05");
        assertThat(reserved(usage, pack)).isEqualTo("100 less 40");
        assertThat(reserved(usage, money)).isEqualTo("50 less 0");

        usage.use("2026-11-06 12:00", "90", "2026-11-01");
        look(usage, "2026-11-06");
        assertThat(reserved(usage, pack)).isEqualTo("100 less 100");
        assertThat(reserved(usage, money)).isEqualTo("50 less 15");
    }

    /** 30.00 prepaid. October's 20 calls are 10.00 and are reserved first; of November's 50 calls, 25.00, there are 20.00 left for. */
    @Test
    void anEarlierPeriodIsReservedBeforeALaterOne() {
        ApiUsage usage = product("two-periods");
        UUID bucket = open(usage, UsageType.MONETARY, "30.00", "EUR");
        usage.use("2026-11-05 12:00", "50", "2026-11-01");
        look(usage, "2026-11-05");
        assertThat(reserved(usage, bucket)).isEqualTo("30 less 25");
        usage.use("2026-10-30 12:00", "20", "2026-10-01");
        look(usage, "2026-10-30");

        assertThat(reserved(usage, bucket)).isEqualTo("30 less 30");
        assertThat(
                        database.text(
                                usage.fixture.operator,
                                "select string_agg(period_from || '=' || trim_scale(amount), ' ' order by period_from) from prepaid_reservation"))
                .isEqualTo("2026-10-01=10 2026-11-01=20");
    }

    /** 30 calls of October, 15.00, came in when there was no bucket yet; the first movement finds them. */
    @Test
    void usageOfBeforeTheBucketWasOpenedIsReservedToo() {
        ApiUsage usage = product("before");
        usage.use("2026-10-30 12:00", "30", "2026-10-01");
        look(usage, "2026-10-30");
        UUID bucket = open(usage, UsageType.MONETARY, "20.00", "EUR");
        look(usage);

        assertThat(reserved(usage, bucket)).isEqualTo("20 less 15");
    }

    /** What is deducted when usage is reserved already is not there for it any more; a top-up is. */
    @Test
    void movementsAreReckonedWith() {
        ApiUsage usage = product("moves");
        UUID bucket = open(usage, UsageType.MONETARY, "10.00", "EUR");
        usage.use("2026-11-05 12:00", "30", "2026-11-01");
        look(usage, "2026-11-05");
        assertThat(reserved(usage, bucket)).isEqualTo("10 less 10");
        deduct(usage, bucket, "7.00");
        look(usage);

        assertThat(reserved(usage, bucket)).isEqualTo("17 less 15");
        assertThat(told(usage)).isEqualTo("balance-exhausted 0");
    }

    /** The run of November draws 20.00 of 50.00, which are reserved no longer; cancelled, it gives them back, and they are reserved again. */
    @Test
    void aRunDrawsWhatWasReserved() {
        ApiUsage usage = product("drawn");
        UUID bucket = open(usage, UsageType.MONETARY, "50.00", "EUR");
        usage.use("2026-11-05 12:00", "40", "2026-11-01");
        look(usage, "2026-11-05");
        UUID run = usage.fixture.start(NOVEMBER).uuid();
        TestDatabase.await(usage.fixture.worker(100, 1).workOnce());
        draw(usage, run, bucket, "20.00");
        look(usage, "2026-11-05");
        assertThat(reserved(usage, bucket)).isEqualTo("30 less 0");

        database.inTenant(
                usage.fixture.operator,
                transaction -> usage.fixture.runs.cancel(transaction, usage.fixture.operator, run));
        look(usage);
        assertThat(reserved(usage, bucket)).isEqualTo("50 less 20");
        assertThat(usage.fixture.incoherences()).isEmpty();
    }

    /**
     * 100 calls of a month are free. Of 150 calls 50 are 25.00, for which 50 of the pack's 200 are reserved and then drawn. 30 more come
     * late: 80 are to pay, 50 of them are paid, so 30 are drawn.
     */
    @Test
    void aPackPaysForNothingThatIsFree() {
        ApiUsage usage = new ApiUsage(database, "allowance");
        usage.priceWith(
                "call",
                "{\"type\":\"perUnit\",\"unitPrice\":\"0.50\"}",
                "\"allowance\":{\"key\":\"calls\",\"name\":\"Calls\",\"quantity\":\"100\",\"unit\":\"call\"}");
        UUID pack = open(usage, UsageType.OTHER, "200", "call");
        usage.use("2026-11-05 12:00", "150", "2026-11-01");
        look(usage, "2026-11-05");
        assertThat(reserved(usage, pack)).isEqualTo("200 less 50");

        usage.fixture.runToTheEnd(usage.fixture.worker(100, 1), NOVEMBER);
        assertThat(usage.charges("2026-11-01")).startsWith("150=25; CREDIT/").endsWith("=-25");
        assertThat(reserved(usage, pack)).isEqualTo("150 less 0");

        usage.useLate("2026-11-20 12:00", "30", "2026-12-01", "2026-11-01");
        usage.fixture.runToTheEnd(usage.fixture.worker(100, 1), DECEMBER);
        assertThat(reserved(usage, pack)).isEqualTo("120 less 0");
        assertThat(usage.fixture.incoherences()).isEmpty();
    }

    private static ApiUsage product(String tenant) {
        ApiUsage usage = new ApiUsage(database, tenant);
        usage.price("call", "{\"type\":\"perUnit\",\"unitPrice\":\"0.50\"}");
        return usage;
    }

    private static PrepaidBalances balances() {
        Clock clock = Clock.fixed(Instant.parse("2026-11-10T12:00:00Z"), ZoneOffset.UTC);
        return new PrepaidBalances(database.transactions(), new BucketSql(), new Prepaid(), clock);
    }

    private static UUID open(ApiUsage usage, UsageType type, String amount, String units) {
        NewBucket terms = new NewBucket(
                "Prepaid",
                Optional.empty(),
                type == UsageType.MONETARY ? 100 : 1,
                Optional.of(LocalDate.of(2026, 10, 1)),
                Optional.empty(),
                List.of("api"),
                List.of(),
                Optional.empty());
        Movement topUp = movement(amount, units);
        UUID account = UUID.fromString(
                database.text(usage.fixture.operator, "select uuid from billing_account where number = 'A-0002'"));
        database.inTenant(
                usage.fixture.operator,
                connection -> balances().open(connection, usage.fixture.operator, account, type, terms, topUp));
        return PrepaidBalances.bucketOf(topUp.uuid());
    }

    private static Movement movement(String amount, String units) {
        return new Movement(
                UUID.randomUUID(),
                new PrepaidAmount(new BigDecimal(amount), units),
                Optional.empty(),
                Optional.empty(),
                "{}");
    }

    private static void deduct(ApiUsage usage, UUID bucket, String amount) {
        database.inTenant(
                usage.fixture.operator,
                connection -> balances()
                        .adjust(
                                connection,
                                usage.fixture.operator,
                                Optional.empty(),
                                bucket,
                                UsageType.MONETARY,
                                movement(amount, "EUR")));
    }

    private static void draw(ApiUsage usage, UUID run, UUID bucket, String amount) {
        PrepaidSql prepaid = new PrepaidSql();
        long id = database.number(usage.fixture.operator, "select id from bill_run where uuid = '" + run + "'");
        long account =
                database.number(usage.fixture.operator, "select id from billing_account where number = 'A-0002'");
        Long[] accounts = {account};
        database.inTenant(
                usage.fixture.operator,
                connection -> prepaid.credits(connection, id, accounts)
                        .flatMap(left -> prepaid.draw(
                                connection,
                                id,
                                accounts,
                                List.of(new Draw(account, bucket.toString(), new BigDecimal(amount))))));
    }

    /** As intake notes usage of the day, and the worker looks at it. */
    private static void look(ApiUsage usage, String day) {
        database.text(
                usage.fixture.operator,
                "select note_usage(array[(select id from billing_account where number = 'A-0002')], array[date '" + day
                        + "']) is null");
        look(usage);
    }

    private static void look(ApiUsage usage) {
        boolean more = true;
        while (more) {
            more = TestDatabase.await(watch().look(usage.fixture.operator));
        }
    }

    private static UsageLimitWatch watch() {
        Clock clock = Clock.fixed(Instant.parse("2026-11-10T12:00:00Z"), ZoneOffset.UTC);
        Consumptions consumptions =
                new Consumptions(new UsageRating(new UsageSql(), new PlanStateSql()), new RatingSql());
        return new UsageLimitWatch(
                database.transactions(),
                new UsageLimitSql(),
                new PayingAccountSql(),
                consumptions,
                new Reservations(
                        new ReservationSql(),
                        new PrepaidSql(),
                        new PayingAccountSql(),
                        consumptions,
                        new SqlOutbox(),
                        clock),
                new SqlOutbox(),
                clock,
                new Limits());
    }

    private static String reserved(ApiUsage usage, UUID bucket) {
        return database.text(
                usage.fixture.operator,
                "select trim_scale(balance) || ' less ' || trim_scale(reserved) from prepaid_bucket where uuid = '"
                        + bucket + "'");
    }

    /** What was told, as {@code what usable}, in order. */
    private static String told(ApiUsage usage) {
        return database.text(usage.fixture.operator, """
                select coalesce(string_agg(replace(replace(type, 'io.billinghub.prepaid.', ''), '.v1', '') || ' '
                                           || trim_scale((data::json ->> 'usable')::numeric), ', ' order by id), '')
                from outbox where type like 'io.billinghub.prepaid.%'
                """);
    }

    private static final class Prepaid implements PrepaidConfig {
        @Override
        public BigDecimal lowPercent() {
            return BigDecimal.valueOf(20);
        }

        @Override
        public Duration expiryPoll() {
            return Duration.ofHours(1);
        }
    }

    private static final class Limits implements UsageLimitConfig {
        @Override
        public Duration poll() {
            return Duration.ofMillis(500);
        }

        @Override
        public int notesAtOnce() {
            return 500;
        }

        @Override
        public int limitsPerAccount() {
            return 100;
        }
    }
}
