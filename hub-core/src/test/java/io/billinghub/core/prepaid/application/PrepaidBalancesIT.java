package io.billinghub.core.prepaid.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.prepaid.model.UsageType;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Balances are the sum of their movements and never below zero, whoever moves them, and however many at once. */
class PrepaidBalancesIT {

    private static TestDatabase database;
    private PrepaidFixture prepaid;

    @BeforeAll
    static void openDatabase() {
        database = TestDatabase.create("hub_it_prepaid");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void account() {
        prepaid = new PrepaidFixture(database);
    }

    /** 20.00 + 5.50 = 25.50; + 0.50 − 6.00 = 20.00. */
    @Test
    void topUpsAddAndAdjustmentsAddOrTakeAway() {
        UUID bucket = prepaid.open(UsageType.MONETARY, "20.00", "EUR", PrepaidFixture.terms(null));
        prepaid.topUp(bucket, "5.50");
        prepaid.adjust(bucket, "0.50");
        prepaid.adjust(bucket, "-6");

        assertThat(prepaid.movements(bucket)).isEqualTo("TOP_UP 20=20, TOP_UP 5.5=25.5, ADJUST 0.5=26, DEDUCT -6=20");
        assertThat(database.text(prepaid.tenant, "select version from prepaid_bucket where uuid = '" + bucket + "'"))
                .isEqualTo("5");
        prepaid.requireCoherence();
    }

    /** 10.00, of which 4.00 are reserved: 6.01 are too many, 6.00 are not, and then nothing is left to take. */
    @Test
    void aDeductionTakesAtMostWhatIsNotReserved() {
        UUID bucket = prepaid.open(UsageType.MONETARY, "10.00", "EUR", PrepaidFixture.terms(null));
        database.execute(prepaid.tenant, """
                insert into prepaid_reservation (tenant_id, bucket_id, period_from, account_id, amount)
                select hub_tenant(), id, '2026-11-01', account_id, 4 from prepaid_bucket where uuid = '%1$s';
                update prepaid_bucket set reserved = 4 where uuid = '%1$s'
                """.formatted(bucket));

        assertThatThrownBy(() -> prepaid.adjust(bucket, "-6.01"))
                .hasMessageContaining("has 6 EUR that can still be used (10 less 4 reserved), less than 6.01");
        prepaid.adjust(bucket, "-6.00");
        PrepaidFixture.assertRefused(CoreError.BALANCE_TOO_LOW, () -> prepaid.adjust(bucket, "-0.01"));
        assertThat(prepaid.balance(bucket)).isEqualTo("4");
        prepaid.requireCoherence();
    }

    /** A month that is over on 1 November in Helsinki, which is 22:00 on 31 October in UTC. */
    @Test
    void aBucketIsMovedByPeopleUntilItsLastDayHasEndedWhereTheAccountIs() {
        Instant lastMinute = Instant.parse("2026-10-31T21:59:59Z");
        UUID bucket = prepaid.openAt(
                lastMinute, UsageType.MONETARY, "10.00", "EUR", PrepaidFixture.terms(PrepaidFixture.NOVEMBER));
        prepaid.inTenantAt(lastMinute, bucket, "-1");

        Instant over = Instant.parse("2026-10-31T22:00:00Z");
        PrepaidFixture.assertRefused(CoreError.BUCKET_NOT_VALID, () -> prepaid.inTenantAt(over, bucket, "-1"));
        PrepaidFixture.assertRefused(CoreError.BUCKET_NOT_VALID, () -> prepaid.inTenantAt(over, bucket, "1"));
        assertThat(prepaid.balance(bucket)).isEqualTo("9");
    }

    @Test
    void whatDoesNotFitABucketIsRefused() {
        UUID bucket = prepaid.open(UsageType.MONETARY, "10.00", "EUR", PrepaidFixture.terms(null));
        UUID pack = prepaid.open(UsageType.SMS, "100", "SMS", PrepaidFixture.terms(null));

        PrepaidFixture.assertRefused(
                CoreError.BUCKET_DIFFERS,
                () -> prepaid.open(UsageType.MONETARY, "10.00", "USD", PrepaidFixture.terms(null)));
        PrepaidFixture.assertRefused(CoreError.BUCKET_DIFFERS, () -> prepaid.adjust(pack, UsageType.SMS, "1", "MMS"));
        PrepaidFixture.assertRefused(CoreError.BUCKET_DIFFERS, () -> prepaid.adjust(pack, UsageType.VOICE, "1", "SMS"));
        PrepaidFixture.assertRefused(CoreError.UNKNOWN_BUCKET, () -> prepaid.adjust(UUID.randomUUID(), "1"));
        PrepaidFixture.assertRefused(CoreError.INVALID_REQUEST, () -> prepaid.topUp(bucket, "-1"));
        PrepaidFixture.assertRefused(
                CoreError.INVALID_REQUEST,
                () -> prepaid.open(UsageType.MONETARY, "1", "EUR", PrepaidFixture.terms(PrepaidFixture.OCTOBER)));
        PrepaidFixture.assertRefused(
                CoreError.UNKNOWN_PRODUCT,
                () -> prepaid.open(UsageType.SMS, "1", "SMS", PrepaidFixture.of(List.of("nothing"))));
        assertThat(prepaid.balance(bucket)).isEqualTo("10");
    }

    /**
     * 100.00 at first. 8 clients, each 10 rounds of +1.10, +0.40 and −4.00, which may be refused, against one that draws up to 7.00 in
     * each of 10 runs: 100.00 + 8 × 10 × 1.50 = 220.00, less 4.00 × deductions that sufficed, less what was drawn.
     */
    @Test
    void manyAtOnceLoseNothingDoubleNothingAndNeverGoBelowZero() {
        UUID bucket = prepaid.open(UsageType.MONETARY, "100.00", "EUR", PrepaidFixture.terms(null));
        List<Long> periods = prepaid.runs(10);
        AtomicInteger refused = new AtomicInteger();
        AtomicReference<BigDecimal> drawn = new AtomicReference<>(BigDecimal.ZERO);

        Multi<Integer> clients = Multi.createFrom()
                .range(0, 8)
                .onItem()
                .transformToUniAndMerge(client -> Multi.createFrom()
                        .range(0, 10)
                        .onItem()
                        .transformToUniAndConcatenate(round -> prepaid.toppedUp(bucket, "1.10")
                                .flatMap(done -> prepaid.adjusted(bucket, "0.40"))
                                .flatMap(done -> prepaid.adjusted(bucket, "-4.00")
                                        .onFailure(HubException.class)
                                        .recoverWithUni(failure -> {
                                            refused.incrementAndGet();
                                            return PrepaidFixture.code(failure) == CoreError.BALANCE_TOO_LOW
                                                    ? Uni.createFrom().voidItem()
                                                    : Uni.createFrom().failure(failure);
                                        }))
                                .replaceWith(round))
                        .collect()
                        .last());
        Multi<Long> run = Multi.createFrom()
                .iterable(periods)
                .onItem()
                .transformToUniAndConcatenate(each -> prepaid.drawUpTo(each, bucket, "7.00")
                        .invoke(amount -> drawn.accumulateAndGet(amount, BigDecimal::add))
                        .replaceWith(each));
        TestDatabase.await(Uni.combine()
                .all()
                .unis(clients.collect().asList(), run.collect().asList())
                .discardItems());

        int taken = 80 - refused.get();
        assertThat(refused.get()).as("what there was did not suffice for all").isPositive();
        assertThat(new BigDecimal(prepaid.balance(bucket)))
                .isEqualByComparingTo(new BigDecimal("220.00")
                        .subtract(new BigDecimal("4.00").multiply(BigDecimal.valueOf(taken)))
                        .subtract(drawn.get()));
        assertThat(database.number(
                        prepaid.tenant,
                        "select count(*) from prepaid_movement where kind <> 'DRAW' and bucket_id = (select id from prepaid_bucket where uuid = '"
                                + bucket + "')"))
                .isEqualTo(1 + 160 + taken);
        prepaid.requireCoherence();
    }

    /**
     * 7.00 that end on 1 November pay for services of October, so they are written off when October is billed, not before; those that
     * end on 15 November stay until November is.
     */
    @Test
    void whatIsLeftIsWrittenOffOnceItsLastDayIsBilled() {
        Instant october = Instant.parse("2026-10-05T12:00:00Z");
        UUID first = prepaid.openAt(
                october, UsageType.MONETARY, "7.00", "EUR", PrepaidFixture.terms(PrepaidFixture.NOVEMBER));
        UUID second = prepaid.openAt(
                october, UsageType.MONETARY, "8.00", "EUR", PrepaidFixture.terms(LocalDate.of(2026, 11, 15)));
        Instant later = Instant.parse("2026-11-20T12:00:00Z");

        prepaid.expire(later);
        assertThat(prepaid.balance(first)).as("the run is not published yet").isEqualTo("7");

        database.execute(
                prepaid.tenant,
                "update bill_run set state = 'PUBLISHED'; update bill_run_account set parked_reason = 'x'");
        prepaid.expire(later);
        assertThat(prepaid.balance(first))
                .as("the account is parked and will be billed")
                .isEqualTo("7");

        database.execute(prepaid.tenant, "update bill_run_account set parked_reason = null");
        prepaid.expire(later);
        prepaid.expire(later);
        assertThat(prepaid.movements(first)).isEqualTo("TOP_UP 7=7, EXPIRY -7=0");
        assertThat(prepaid.balance(second))
                .as("its last days are not billed yet")
                .isEqualTo("8");
        prepaid.requireCoherence();
    }

    @Test
    void whatDoesNotAddUpIsFound() {
        UUID bucket = prepaid.open(UsageType.MONETARY, "10.00", "EUR", PrepaidFixture.terms(null));
        database.execute(prepaid.tenant, "update prepaid_bucket set balance = 9.99 where uuid = '" + bucket + "'");

        assertThat(prepaid.incoherences()).singleElement().asString().contains("balance 9.99, movements 10");
    }

    @Test
    void theDatabaseItselfRefusesABalanceBelowZero() {
        UUID bucket = prepaid.open(UsageType.MONETARY, "10.00", "EUR", PrepaidFixture.terms(null));

        assertThatThrownBy(() -> database.execute(
                        prepaid.tenant, "update prepaid_bucket set balance = -0.01 where uuid = '" + bucket + "'"))
                .hasMessageContaining("prepaid_bucket_balance_check");
    }
}
