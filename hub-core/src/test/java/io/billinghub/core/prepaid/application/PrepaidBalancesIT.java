package io.billinghub.core.prepaid.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.coherence.Coherence;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.prepaid.infrastructure.BucketSql;
import io.billinghub.core.prepaid.infrastructure.PrepaidSql;
import io.billinghub.core.prepaid.infrastructure.PrepaidSql.Draw;
import io.billinghub.core.prepaid.model.Movement;
import io.billinghub.core.prepaid.model.NewBucket;
import io.billinghub.core.prepaid.model.PrepaidAmount;
import io.billinghub.core.prepaid.model.UsageType;
import io.billinghub.core.rating.modifier.credit.Credit;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Balances are the sum of their movements and never below zero, whoever moves them, and however many at once. */
class PrepaidBalancesIT {

    private static final AtomicInteger TENANTS = new AtomicInteger();
    private static final LocalDate OCTOBER = LocalDate.of(2026, 10, 1);
    private static final LocalDate NOVEMBER = LocalDate.of(2026, 11, 1);

    private static TestDatabase database;
    private final PrepaidSql runs = new PrepaidSql();
    private TenantContext tenant;
    private UUID account;
    private long accountId;

    @BeforeAll
    static void openDatabase() {
        database = TestDatabase.create("hub_it_prepaid");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    /** An account in EUR without buckets, in a monthly cycle of Europe/Helsinki, whose run for October is approved. */
    @BeforeEach
    void account() {
        tenant = database.tenant("tenant-" + TENANTS.incrementAndGet());
        database.loadPublishedBill(tenant);
        database.execute(tenant, "delete from prepaid_reservation; update prepaid_bucket set reserved = 0");
        account = UUID.fromString(database.text(tenant, "select uuid from billing_account"));
        accountId = tenant.tenantId() * 1000L;
        UUID ofFixture = UUID.fromString(database.text(tenant, "select uuid from prepaid_bucket"));
        adjust(ofFixture, "-20");
    }

    private long october() {
        return tenant.tenantId() * 1000L;
    }

    /** 20.00 + 5.50 = 25.50; + 0.50 − 6.00 = 20.00. */
    @Test
    void topUpsAddAndAdjustmentsAddOrTakeAway() {
        UUID bucket = open(UsageType.MONETARY, "20.00", "EUR", terms(null));
        topUp(bucket, "5.50");
        adjust(bucket, "0.50");
        adjust(bucket, "-6");

        assertThat(movements(bucket)).isEqualTo("TOP_UP 20=20, TOP_UP 5.5=25.5, ADJUST 0.5=26, DEDUCT -6=20");
        assertThat(database.text(tenant, "select version from prepaid_bucket where uuid = '" + bucket + "'"))
                .isEqualTo("5");
        requireCoherence();
    }

    /** 10.00, of which 4.00 are reserved: 6.01 are too many, 6.00 are not, and then nothing is left to take. */
    @Test
    void aDeductionTakesAtMostWhatIsNotReserved() {
        UUID bucket = open(UsageType.MONETARY, "10.00", "EUR", terms(null));
        database.execute(tenant, """
                insert into prepaid_reservation (tenant_id, bucket_id, period_from, account_id, amount)
                select hub_tenant(), id, '2026-11-01', account_id, 4 from prepaid_bucket where uuid = '%1$s';
                update prepaid_bucket set reserved = 4 where uuid = '%1$s'
                """.formatted(bucket));

        assertThatThrownBy(() -> adjust(bucket, "-6.01"))
                .hasMessageContaining("has 6 EUR that can still be used (10 less 4 reserved), less than 6.01");
        adjust(bucket, "-6.00");
        assertRefused(CoreError.BALANCE_TOO_LOW, () -> adjust(bucket, "-0.01"));
        assertThat(balance(bucket)).isEqualTo("4");
        requireCoherence();
    }

    /** A month that is over on 1 November in Helsinki, which is 22:00 on 31 October in UTC. */
    @Test
    void aBucketIsMovedByPeopleUntilItsLastDayHasEndedWhereTheAccountIs() {
        Instant lastMinute = Instant.parse("2026-10-31T21:59:59Z");
        UUID bucket = openAt(lastMinute, UsageType.MONETARY, "10.00", "EUR", terms(NOVEMBER));
        inTenantAt(lastMinute, bucket, "-1");

        Instant over = Instant.parse("2026-10-31T22:00:00Z");
        assertRefused(CoreError.BUCKET_NOT_VALID, () -> inTenantAt(over, bucket, "-1"));
        assertRefused(CoreError.BUCKET_NOT_VALID, () -> inTenantAt(over, bucket, "1"));
        assertThat(balance(bucket)).isEqualTo("9");
    }

    @Test
    void whatDoesNotFitABucketIsRefused() {
        UUID bucket = open(UsageType.MONETARY, "10.00", "EUR", terms(null));
        UUID pack = open(UsageType.SMS, "100", "SMS", terms(null));

        assertRefused(CoreError.BUCKET_DIFFERS, () -> open(UsageType.MONETARY, "10.00", "USD", terms(null)));
        assertRefused(CoreError.BUCKET_DIFFERS, () -> adjust(pack, UsageType.SMS, "1", "MMS"));
        assertRefused(CoreError.BUCKET_DIFFERS, () -> adjust(pack, UsageType.VOICE, "1", "SMS"));
        assertRefused(CoreError.UNKNOWN_BUCKET, () -> adjust(UUID.randomUUID(), "1"));
        assertRefused(CoreError.INVALID_REQUEST, () -> topUp(bucket, "-1"));
        assertRefused(CoreError.INVALID_REQUEST, () -> open(UsageType.MONETARY, "1", "EUR", terms(OCTOBER)));
        assertRefused(CoreError.UNKNOWN_PRODUCT, () -> open(UsageType.SMS, "1", "SMS", of(List.of("nothing"))));
        assertThat(balance(bucket)).isEqualTo("10");
    }

    /**
     * 100.00 at first. 8 clients, each 10 rounds of +1.10, +0.40 and −4.00, which may be refused, against one that draws up to 7.00 in
     * each of 10 runs: 100.00 + 8 × 10 × 1.50 = 220.00, less 4.00 × deductions that sufficed, less what was drawn.
     */
    @Test
    void manyAtOnceLoseNothingDoubleNothingAndNeverGoBelowZero() {
        UUID bucket = open(UsageType.MONETARY, "100.00", "EUR", terms(null));
        List<Long> periods = runs(10);
        AtomicInteger refused = new AtomicInteger();
        AtomicReference<BigDecimal> drawn = new AtomicReference<>(BigDecimal.ZERO);

        Multi<Integer> clients = Multi.createFrom()
                .range(0, 8)
                .onItem()
                .transformToUniAndMerge(client -> Multi.createFrom()
                        .range(0, 10)
                        .onItem()
                        .transformToUniAndConcatenate(round -> toppedUp(bucket, "1.10")
                                .flatMap(done -> adjusted(bucket, "0.40"))
                                .flatMap(done -> adjusted(bucket, "-4.00")
                                        .onFailure(HubException.class)
                                        .recoverWithUni(failure -> {
                                            refused.incrementAndGet();
                                            return code(failure) == CoreError.BALANCE_TOO_LOW
                                                    ? Uni.createFrom().voidItem()
                                                    : Uni.createFrom().failure(failure);
                                        }))
                                .replaceWith(round))
                        .collect()
                        .last());
        Multi<Long> run = Multi.createFrom()
                .iterable(periods)
                .onItem()
                .transformToUniAndConcatenate(each -> drawUpTo(each, bucket, "7.00")
                        .invoke(amount -> drawn.accumulateAndGet(amount, BigDecimal::add))
                        .replaceWith(each));
        TestDatabase.await(Uni.combine()
                .all()
                .unis(clients.collect().asList(), run.collect().asList())
                .discardItems());

        int taken = 80 - refused.get();
        assertThat(refused.get()).as("what there was did not suffice for all").isPositive();
        assertThat(new BigDecimal(balance(bucket)))
                .isEqualByComparingTo(new BigDecimal("220.00")
                        .subtract(new BigDecimal("4.00").multiply(BigDecimal.valueOf(taken)))
                        .subtract(drawn.get()));
        assertThat(database.number(
                        tenant,
                        "select count(*) from prepaid_movement where kind <> 'DRAW' and bucket_id = (select id from prepaid_bucket where uuid = '"
                                + bucket + "')"))
                .isEqualTo(1 + 160 + taken);
        requireCoherence();
    }

    /**
     * 100 SMS. The run draws 60 of them; repeated it draws the same, then 25, then all that there are for it, 100; then its account is
     * parked and it draws nothing.
     */
    @Test
    void aRunThatIsRepeatedDrawsOnce() {
        UUID pack = open(UsageType.SMS, "100", "SMS", terms(null));

        assertThat(runDraws(october(), Map.of(pack, "60"), List.of("100"))).isEqualTo(1);
        assertThat(runDraws(october(), Map.of(pack, "60"), List.of("100"))).isZero();
        assertThat(runDraws(october(), Map.of(pack, "25"), List.of("100"))).isEqualTo(1);
        assertThat(runDraws(october(), Map.of(pack, "100"), List.of("100"))).isEqualTo(1);
        assertThat(runDraws(october(), Map.of(), List.of("100"))).isEqualTo(1);

        assertThat(movements(pack))
                .isEqualTo("TOP_UP 100=100, DRAW -60=40, RELEASE 35=75, DRAW -75=0, RELEASE 100=100");
        requireCoherence();
    }

    /** The run has drawn 60 of 100; 40 are left for the next one, which draws 30 of them, and gives them back when it is cancelled. */
    @Test
    void aRunThatIsCancelledGivesBackItsOwn() {
        UUID pack = open(UsageType.SMS, "100", "SMS", terms(null));
        runDraws(october(), Map.of(pack, "60"), List.of("100"));
        long next = runs(1).get(0);
        runDraws(next, Map.of(pack, "30"), List.of("40"));
        database.inTenant(tenant, connection -> runs.release(connection, next));
        database.inTenant(tenant, connection -> runs.release(connection, next));

        assertThat(movements(pack)).isEqualTo("TOP_UP 100=100, DRAW -60=40, DRAW -30=10, RELEASE 30=40");
        requireCoherence();
    }

    /** What a run has priced is reserved no longer; what is reserved for the period after is. */
    @Test
    void aDrawTakesThePlaceOfWhatWasReserved() {
        UUID bucket = open(UsageType.MONETARY, "10.00", "EUR", terms(null));
        database.execute(tenant, """
                insert into prepaid_reservation (tenant_id, bucket_id, period_from, account_id, amount)
                select hub_tenant(), b.id, p.day, b.account_id, p.amount
                from prepaid_bucket b, (values (date '2026-10-01', 3), (date '2026-11-01', 2)) p (day, amount) where b.uuid = '%1$s';
                update prepaid_bucket set reserved = 5 where uuid = '%1$s'
                """.formatted(bucket));
        runDraws(october(), Map.of(bucket, "2.99"), List.of("10"));

        assertThat(database.text(
                        tenant, "select trim_scale(reserved) from prepaid_bucket where uuid = '" + bucket + "'"))
                .isEqualTo("2");
        requireCoherence();
    }

    @Test
    void aRunDrawsOfItsAccountsBucketsAlone() {
        open(UsageType.MONETARY, "10.00", "EUR", terms(null));

        assertThatThrownBy(() -> runDraws(october(), Map.of(UUID.randomUUID(), "1"), List.of("10")))
                .hasMessageContaining("has no bucket with the key");
        requireCoherence();
    }

    /**
     * One that has ended, one that ends in November, one that begins in December, and one of which nothing is left: a run is offered all but
     * the last, with their days, since it may charge for days of another month.
     */
    @Test
    void aRunIsOfferedAllThatHasSomethingLeft() {
        Instant october = Instant.parse("2026-10-05T12:00:00Z");
        UUID ended = openAt(october, UsageType.MONETARY, "1", "EUR", terms(NOVEMBER));
        UUID within = openAt(october, UsageType.MONETARY, "2", "EUR", terms(LocalDate.of(2026, 11, 15)));
        UUID later = openAt(
                october,
                UsageType.MONETARY,
                "3",
                "EUR",
                new NewBucket(
                        "Later",
                        Optional.empty(),
                        100,
                        Optional.of(LocalDate.of(2026, 12, 1)),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Optional.empty()));
        UUID spent = openAt(october, UsageType.MONETARY, "4", "EUR", terms(null));
        inTenantAt(october, spent, "-4");

        List<Credit> offered = database.inTenant(
                        tenant, connection -> runs.creditsNow(connection, new Long[] {accountId}))
                .get(accountId);
        assertThat(offered)
                .extracting(Credit::key)
                .containsExactly(ended.toString(), within.toString(), later.toString());
        assertThat(offered.get(1).expires()).isEqualTo(LocalDate.of(2026, 11, 15));
        assertThat(offered.get(2).from()).isEqualTo(LocalDate.of(2026, 12, 1));
    }

    /** Money in the currency that the account had before pays for nothing in the one that it has now; a pack still does. */
    @Test
    void moneyInAnotherCurrencyIsNotOffered() {
        open(UsageType.MONETARY, "10.00", "EUR", terms(null));
        UUID pack = open(UsageType.SMS, "100", "SMS", terms(null));
        database.execute(tenant, "update billing_account set currency = 'SEK'");

        assertThat(database.inTenant(tenant, connection -> runs.credits(connection, october(), new Long[] {accountId}))
                        .get(accountId))
                .extracting(Credit::key)
                .containsExactly(pack.toString());
    }

    /**
     * 7.00 that end on 1 November pay for services of October, so they are written off when October is billed, not before; those that
     * end on 15 November stay until November is.
     */
    @Test
    void whatIsLeftIsWrittenOffOnceItsLastDayIsBilled() {
        Instant october = Instant.parse("2026-10-05T12:00:00Z");
        UUID first = openAt(october, UsageType.MONETARY, "7.00", "EUR", terms(NOVEMBER));
        UUID second = openAt(october, UsageType.MONETARY, "8.00", "EUR", terms(LocalDate.of(2026, 11, 15)));
        Instant later = Instant.parse("2026-11-20T12:00:00Z");

        expire(later);
        assertThat(balance(first)).as("the run is not published yet").isEqualTo("7");

        database.execute(
                tenant, "update bill_run set state = 'PUBLISHED'; update bill_run_account set parked_reason = 'x'");
        expire(later);
        assertThat(balance(first))
                .as("the account is parked and will be billed")
                .isEqualTo("7");

        database.execute(tenant, "update bill_run_account set parked_reason = null");
        expire(later);
        expire(later);
        assertThat(movements(first)).isEqualTo("TOP_UP 7=7, EXPIRY -7=0");
        assertThat(balance(second)).as("its last days are not billed yet").isEqualTo("8");
        requireCoherence();
    }

    @Test
    void whatDoesNotAddUpIsFound() {
        UUID bucket = open(UsageType.MONETARY, "10.00", "EUR", terms(null));
        database.execute(tenant, "update prepaid_bucket set balance = 9.99 where uuid = '" + bucket + "'");

        assertThat(incoherences()).singleElement().asString().contains("balance 9.99, movements 10");
    }

    @Test
    void theDatabaseItselfRefusesABalanceBelowZero() {
        UUID bucket = open(UsageType.MONETARY, "10.00", "EUR", terms(null));

        assertThatThrownBy(() -> database.execute(
                        tenant, "update prepaid_bucket set balance = -0.01 where uuid = '" + bucket + "'"))
                .hasMessageContaining("prepaid_bucket_balance_check");
    }

    private static NewBucket terms(LocalDate end) {
        return new NewBucket(
                "Credit",
                Optional.empty(),
                NewBucket.USUAL_PRIORITY,
                Optional.empty(),
                Optional.ofNullable(end),
                List.of(),
                List.of(),
                Optional.empty());
    }

    private static NewBucket of(List<String> products) {
        return new NewBucket(
                "Credit",
                Optional.empty(),
                NewBucket.USUAL_PRIORITY,
                Optional.empty(),
                Optional.empty(),
                products,
                List.of(),
                Optional.empty());
    }

    private static PrepaidBalances at(Instant now) {
        return new PrepaidBalances(
                database.transactions(), new BucketSql(), new Config(), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static Instant usual() {
        return Instant.parse("2026-11-10T12:00:00Z");
    }

    private static Movement movement(String amount, String units) {
        return new Movement(
                UUID.randomUUID(),
                new PrepaidAmount(new BigDecimal(amount), units),
                Optional.empty(),
                Optional.empty(),
                "{}");
    }

    private UUID open(UsageType type, String amount, String units, NewBucket terms) {
        return openAt(usual(), type, amount, units, terms);
    }

    private UUID openAt(Instant now, UsageType type, String amount, String units, NewBucket terms) {
        Movement topUp = movement(amount, units);
        database.inTenant(tenant, connection -> at(now).open(connection, tenant, account, type, terms, topUp));
        return PrepaidBalances.bucketOf(topUp.uuid());
    }

    private void topUp(UUID bucket, String amount) {
        TestDatabase.await(toppedUp(bucket, amount));
    }

    private Uni<Void> toppedUp(UUID bucket, String amount) {
        return database.transactions()
                .run(
                        tenant,
                        connection -> at(usual())
                                .topUp(
                                        connection,
                                        tenant,
                                        account,
                                        bucket,
                                        UsageType.MONETARY,
                                        Optional.empty(),
                                        movement(amount, "EUR")));
    }

    private void adjust(UUID bucket, String amount) {
        TestDatabase.await(adjusted(bucket, amount));
    }

    private Uni<Void> adjusted(UUID bucket, String amount) {
        return adjustedAt(usual(), bucket, UsageType.MONETARY, amount, "EUR");
    }

    private void inTenantAt(Instant now, UUID bucket, String amount) {
        TestDatabase.await(adjustedAt(now, bucket, UsageType.MONETARY, amount, "EUR"));
    }

    private void adjust(UUID bucket, UsageType type, String amount, String units) {
        TestDatabase.await(adjustedAt(usual(), bucket, type, amount, units));
    }

    private Uni<Void> adjustedAt(Instant now, UUID bucket, UsageType type, String amount, String units) {
        return database.transactions()
                .run(
                        tenant,
                        connection -> at(now).adjust(
                                        connection,
                                        tenant,
                                        Optional.of(account),
                                        bucket,
                                        type,
                                        movement(amount, units)));
    }

    private void expire(Instant now) {
        TestDatabase.await(at(now).expire(tenant));
    }

    /** Runs of the periods after October. */
    private List<Long> runs(int count) {
        List<Long> ids = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            LocalDate from = OCTOBER.plusMonths(i);
            ids.add(database.number(
                    tenant, """
                    insert into bill_run (tenant_id, uuid, cycle_id, bill_period, period_to, issue_date, due_date, state, started_by, created_at)
                    values (hub_tenant(), gen_random_uuid(), hub_tenant() * 1000, '%s', '%s', '%s', '%s', 'RATING', 'test', now()) returning id
                    """.formatted(from, from.plusMonths(1), from.plusMonths(1), from.plusMonths(2))));
        }
        return ids;
    }

    /** Answers how many buckets have moved, having checked what is offered first. */
    private int runDraws(long run, Map<UUID, String> draws, List<String> offered) {
        Long[] accounts = {accountId};
        return database.inTenant(
                tenant,
                connection -> runs.credits(connection, run, accounts)
                        .invoke(left -> {
                            if (!offered.isEmpty()) {
                                assertThat(left.get(accountId))
                                        .extracting(credit -> credit.left()
                                                .stripTrailingZeros()
                                                .toPlainString())
                                        .containsExactlyElementsOf(offered);
                            }
                        })
                        .flatMap(left -> runs.draw(
                                connection,
                                run,
                                accounts,
                                draws.entrySet().stream()
                                        .map(each -> new Draw(
                                                accountId, each.getKey().toString(), new BigDecimal(each.getValue())))
                                        .toList())));
    }

    private Uni<BigDecimal> drawUpTo(long run, UUID bucket, String most) {
        Long[] accounts = {accountId};
        AtomicReference<BigDecimal> drawn = new AtomicReference<>();
        return database.transactions()
                .run(
                        tenant,
                        connection -> runs.credits(connection, run, accounts).flatMap(left -> {
                            BigDecimal amount = left.getOrDefault(accountId, List.of()).stream()
                                    .filter(credit -> credit.key().equals(bucket.toString()))
                                    .map(Credit::left)
                                    .findFirst()
                                    .orElse(BigDecimal.ZERO)
                                    .min(new BigDecimal(most));
                            drawn.set(amount);
                            return runs.draw(
                                    connection, run, accounts, List.of(new Draw(accountId, bucket.toString(), amount)));
                        }))
                .map(done -> drawn.get());
    }

    private String balance(UUID bucket) {
        return database.text(tenant, "select trim_scale(balance) from prepaid_bucket where uuid = '" + bucket + "'");
    }

    private String movements(UUID bucket) {
        return database.text(
                tenant,
                "select string_agg(m.kind || ' ' || trim_scale(m.amount) || '=' || trim_scale(m.balance_after), ', ' order by m.id)"
                        + " from prepaid_movement m join prepaid_bucket b on b.id = m.bucket_id where b.uuid = '"
                        + bucket
                        + "'");
    }

    private void requireCoherence() {
        assertThat(incoherences()).isEmpty();
    }

    private List<String> incoherences() {
        return TestDatabase.await(new Coherence(database.transactions()).check(tenant)).stream()
                .filter(finding -> finding.check().equals("PREPAID_MOVEMENTS"))
                .flatMap(finding -> finding.violations().stream())
                .toList();
    }

    private static void assertRefused(CoreError code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        HubException.class, refusal -> assertThat(code(refusal)).isEqualTo(code));
    }

    private static Object code(Throwable refusal) {
        return ((HubException) refusal).code();
    }

    private static final class Config implements PrepaidConfig {
        @Override
        public BigDecimal lowPercent() {
            return BigDecimal.valueOf(20);
        }

        @Override
        public Duration expiryPoll() {
            return Duration.ofHours(1);
        }
    }
}
