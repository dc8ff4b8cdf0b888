package io.billinghub.core.billrun.application;

import static io.billinghub.core.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.comparison.application.ComparePrices;
import io.billinghub.core.comparison.infrastructure.ComparisonSql;
import io.billinghub.core.comparison.model.PriceComparison;
import io.billinghub.core.comparison.model.PriceComparison.Figures;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.testing.TestDatabase;
import io.billinghub.core.usage.application.UsageRating;
import io.billinghub.core.usage.infrastructure.PlanStateSql;
import io.billinghub.core.usage.infrastructure.UsageSql;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A comparison rates stored usage twice, as bill runs rate it, beside what they have charged. */
class PriceComparisonIT {

    private static final String TEN_CENTS = "{\"type\":\"perUnit\",\"unitPrice\":\"0.10\"}";

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_price_comparison");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** October: 100 + 50 calls to eu, 30 + 20 to us, the last ones from 23:00 of the 31st to 1:00; now 200 x 0.10. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // name   | metric                                        | model | what October would have cost
                "sums     |                                               |"
                        + " {\"type\":\"perUnit\",\"unitPrice\":\"0.12\"} | 24.00",
                "tiers    |                                               |"
                        + " {\"type\":\"graduated\",\"tiers\":[{\"upTo\":\"100\",\"unitPrice\":\"0.50\"},{\"unitPrice\":\"0.40\"}]}"
                        + " | 90.00",
                "cells    |                                               |"
                        + " {\"type\":\"matrix\",\"dimensions\":[\"region\"],\"cells\":[{\"when\":{\"region\":\"eu\"},\"model\":{\"type\":\"perUnit\",\"unitPrice\":\"0.1\"}}],\"otherwise\":{\"type\":\"perUnit\",\"unitPrice\":\"0.2\"}}"
                        + " | 25.00",
                "events   |"
                        + " \"aggregation\":\"SUM\",\"rounding\":{\"increment\":\"60\",\"mode\":\"UP\",\"per\":\"EVENT\"}"
                        + " | {\"type\":\"perUnit\",\"unitPrice\":\"0.10\"} | 30.00",
                "sessions | \"aggregation\":\"SUM\",\"atPeriodEnd\":\"SPLIT\" |"
                        + " {\"type\":\"perUnit\",\"unitPrice\":\"0.10\"} | 19.00",
                "nothing  |"
                        + " \"aggregation\":\"COUNT\",\"filters\":[{\"dimension\":\"region\",\"operator\":\"EQ\",\"values\":[\"fi\"]}]"
                        + " | {\"type\":\"perUnit\",\"unitPrice\":\"1\"} | 0.00",
            })
    void theSameUsageHasTwoPrices(String name, String metric, String model, BigDecimal candidate) {
        ApiUsage usage = new ApiUsage(database, name);
        usage.price("now", TEN_CENTS);
        usageOfOctober(usage);

        Figures figures = october(usage, metric, model).figures();

        assertThat(figures.accounts()).isEqualTo(1);
        assertThat(figures.billed()).isEqualTo("0.00");
        assertThat(figures.current()).isEqualTo("20.00");
        assertThat(figures.candidate()).isEqualTo(candidate);
        assertThat(figures.notRated().accounts()).isZero();
    }

    @Test
    void eachDayHasThePriceThatHeldAndTheOtherPlanHoldsAllDays() {
        ApiUsage usage = new ApiUsage(database, "days");
        usage.price("old", "2026-01-01", "2026-10-20", "call", null, TEN_CENTS);
        usage.price("new", "2026-10-20", "infinity", "call", null, "{\"type\":\"perUnit\",\"unitPrice\":\"0.20\"}");
        usageOfOctober(usage);

        Figures figures = october(usage, null, TEN_CENTS).figures();

        // 150 x 0.10 + 50 x 0.20, and 200 x 0.10
        assertThat(figures.current()).isEqualTo("25.00");
        assertThat(figures.candidate()).isEqualTo("20.00");
        assertThat(figures.winners().top()).singleElement().satisfies(account -> {
            assertThat(account.number()).isEqualTo("A-0002");
            assertThat(account.percent()).contains(new BigDecimal("-20.00"));
        });
    }

    @Test
    void whatCameLateIsRatedAndNotBilledYet() {
        ApiUsage usage = new ApiUsage(database, "late");
        usage.price("now", TEN_CENTS);
        usageOfOctober(usage);
        usage.fixture.runToTheEnd(usage.fixture.worker(100, 1));
        usage.useLate("2026-10-25 12:00", "40", "2026-11-01", "2026-10-01");
        usage.use("2026-11-02 12:00", "1000", "2026-11-01");

        Figures figures = october(usage, null, "{\"type\":\"perUnit\",\"unitPrice\":\"0.20\"}")
                .figures();

        assertThat(figures.billed()).isEqualTo("20.00");
        assertThat(figures.current()).isEqualTo("24.00");
        assertThat(figures.candidate()).isEqualTo("48.00");
    }

    @Test
    void usageWithoutAPriceIsInNoSum() {
        ApiUsage usage = new ApiUsage(database, "hole");
        usage.price("later", "2026-10-05", "infinity", "call", null, TEN_CENTS);
        usageOfOctober(usage);

        Figures figures = october(usage, null, TEN_CENTS).figures();

        assertThat(figures.accounts()).isZero();
        assertThat(figures.current()).isEqualTo("0.00");
        assertThat(figures.notRated().accounts()).isEqualTo(1);
        assertThat(figures.notRated().reasons()).singleElement().asString().contains("in force on 2026-10-02");
    }

    @Test
    void thousandsOfAccountsAreReadInParts() {
        ApiUsage usage = new ApiUsage(database, "many");
        usage.price("now", TEN_CENTS);
        thousandAccounts(usage);

        PriceComparison comparison = october(
                usage,
                null,
                "{\"type\":\"graduated\",\"tiers\":[{\"upTo\":\"500\",\"unitPrice\":\"0.05\"},{\"unitPrice\":\"0.25\"}]}");
        Figures figures = comparison.figures();

        assertThat(figures.accounts()).isEqualTo(1001);
        // 0.10 x (1 + … + 1001)
        assertThat(figures.current()).isEqualTo("50150.10");
        // 0.05 x (1 + … + 500) + 501 x 25 + 0.25 x (1 + … + 501)
        assertThat(figures.candidate()).isEqualTo("50225.25");
        // beyond 500 calls 0.15 n - 100 more, which is less up to 666
        assertThat(figures.winners().accounts()).isEqualTo(666);
        assertThat(figures.losers().accounts()).isEqualTo(335);
        assertThat(figures.winners().top().get(0).number()).isEqualTo("M-0500");
        assertThat(figures.losers().top().get(0).change()).isEqualTo("50.15");
        assertThat(comparison.periods()).hasSize(1);
    }

    @Test
    void aComparisonThatTakesTooLongIsRefused() {
        ApiUsage usage = new ApiUsage(database, "slow");
        usage.price("now", TEN_CENTS);
        usageOfOctober(usage);
        AtomicLong seconds = new AtomicLong();
        InstantSource minutes = () -> Instant.EPOCH.plusSeconds(seconds.getAndAdd(61));
        Clock slow = minutes.withZone(ZoneOffset.UTC);

        assertThatThrownBy(
                        () -> await(comparing(slow).compare(usage.fixture.operator, question(usage, null, TEN_CENTS))))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refused -> assertThat(refused.code()).isEqualTo(CoreError.COMPARISON_TOO_LARGE));
    }

    /** 59.7 of the 60 seconds are over when the bills are asked for, and those nobody gets to read. */
    @Test
    void aStatementTakesNoLongerThanWhatIsLeftOfTheTime() {
        ApiUsage usage = new ApiUsage(database, "blocked");
        usage.price("now", TEN_CENTS);
        usageOfOctober(usage);
        ComparePrices.Question question = question(usage, null, TEN_CENTS);
        AtomicLong asked = new AtomicLong();
        InstantSource nearTheEnd = () -> Instant.EPOCH.plusMillis(asked.getAndIncrement() == 0 ? 0 : 59_700);
        SqlConnection blocking = await(database.app().getConnection());
        await(blocking.query("begin; lock table charge in access exclusive mode")
                .execute());
        try {
            Instant begun = Instant.now();
            assertThatThrownBy(() -> await(
                            comparing(nearTheEnd.withZone(ZoneOffset.UTC)).compare(usage.fixture.operator, question)))
                    .isInstanceOfSatisfying(
                            HubException.class,
                            refused -> assertThat(refused.code()).isEqualTo(CoreError.COMPARISON_TOO_LARGE));
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(20));
        } finally {
            await(blocking.query("rollback").execute());
            await(blocking.close());
        }
    }

    private static PriceComparison october(ApiUsage usage, String metric, String model) {
        return await(comparing(Clock.systemUTC()).compare(usage.fixture.operator, question(usage, metric, model)));
    }

    private static ComparePrices comparing(Clock clock) {
        return new ComparePrices(
                database.transactions(),
                new ComparisonSql(),
                new UsageRating(new UsageSql(), new PlanStateSql()),
                clock);
    }

    private static ComparePrices.Question question(ApiUsage usage, String metric, String model) {
        String plan = database.text(
                usage.fixture.operator,
                "select p.uuid::text from price_plan p join product_offering o on o.id = p.offering_id where o.key ="
                        + " 'api' limit 1");
        String candidate = "{\"key\":\"other\",\"version\":1,\"name\":\"Other\",\"currency\":\"EUR\",\"unit\":\"call\","
                + (metric == null ? "" : "\"metric\":{" + metric + "},") + "\"model\":" + model + "}";
        return new ComparePrices.Question(
                UUID.fromString(plan),
                Optional.of(PricePlanJson.read(candidate).orElseThrow()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(LocalDate.of(2026, 10, 15)),
                List.of(),
                10);
    }

    private static void usageOfOctober(ApiUsage usage) {
        usage.use("2026-10-02 10:00", null, "100", "{\"region\":\"eu\"}", null, "2026-10-01", null);
        usage.use("2026-10-10 12:00", null, "50", "{\"region\":\"eu\"}", null, "2026-10-01", null);
        usage.use("2026-10-20 12:00", null, "30", "{\"region\":\"us\"}", null, "2026-10-01", null);
        usage.use("2026-10-31 23:00", "2026-11-01 01:00", "20", "{\"region\":\"us\"}", null, "2026-10-01", null);
    }

    /** M-0001 with one call up to M-1001 with 1001. */
    private static void thousandAccounts(ApiUsage usage) {
        usage.execute("""
            insert into billing_account (tenant_id, uuid, number, name, party_id, root_id, cycle_id, currency)
            select hub_tenant(), gen_random_uuid(), 'M-' || lpad(n::text, 4, '0'), 'Account ' || n, p.id, 0, c.id, 'EUR'
            from generate_series(1, 1001) n, party p, bill_cycle c where p.key = 'customer-1';
            update billing_account set root_id = id where number like 'M-%';
            insert into usage_record (tenant_id, bill_period, document_id, position, partner_id, account_id, offering_id, occurred_at, quantity,
                                      unit, dimensions)
            select hub_tenant(), '2026-10-01', d.id, 100000 + a.id, d.partner_id, a.id, o.id, '2026-10-12 12:00+00',
                   substr(a.number, 3)::int, 'call', '{}'
            from billing_account a, product_offering o, received_document d join party_role r on r.id = d.partner_id and r.key = 'cloud'
            where a.number like 'M-%' and o.key = 'api'
            """);
    }
}
