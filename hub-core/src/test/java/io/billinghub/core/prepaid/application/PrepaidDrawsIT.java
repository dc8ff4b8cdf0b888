package io.billinghub.core.prepaid.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.prepaid.model.NewBucket;
import io.billinghub.core.prepaid.model.UsageType;
import io.billinghub.core.rating.modifier.credit.Credit;
import io.billinghub.core.testing.TestDatabase;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bill run draws what is there for it, once, and gives back what it does not need. */
class PrepaidDrawsIT {

    private static TestDatabase database;
    private PrepaidFixture prepaid;

    @BeforeAll
    static void openDatabase() {
        database = TestDatabase.create("hub_it_prepaid_draws");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void account() {
        prepaid = new PrepaidFixture(database);
    }

    /**
     * 100 SMS. The run draws 60 of them; repeated it draws the same, then 25, then all that there are for it, 100; then its account is
     * parked and it draws nothing.
     */
    @Test
    void aRunThatIsRepeatedDrawsOnce() {
        UUID pack = prepaid.open(UsageType.SMS, "100", "SMS", PrepaidFixture.terms(null));

        assertThat(prepaid.runDraws(prepaid.october(), Map.of(pack, "60"), List.of("100")))
                .isEqualTo(1);
        assertThat(prepaid.runDraws(prepaid.october(), Map.of(pack, "60"), List.of("100")))
                .isZero();
        assertThat(prepaid.runDraws(prepaid.october(), Map.of(pack, "25"), List.of("100")))
                .isEqualTo(1);
        assertThat(prepaid.runDraws(prepaid.october(), Map.of(pack, "100"), List.of("100")))
                .isEqualTo(1);
        assertThat(prepaid.runDraws(prepaid.october(), Map.of(), List.of("100")))
                .isEqualTo(1);

        assertThat(prepaid.movements(pack))
                .isEqualTo("TOP_UP 100=100, DRAW -60=40, RELEASE 35=75, DRAW -75=0, RELEASE 100=100");
        prepaid.requireCoherence();
    }

    /** The run has drawn 60 of 100; 40 are left for the next one, which draws 30 of them, and gives them back when it is cancelled. */
    @Test
    void aRunThatIsCancelledGivesBackItsOwn() {
        UUID pack = prepaid.open(UsageType.SMS, "100", "SMS", PrepaidFixture.terms(null));
        prepaid.runDraws(prepaid.october(), Map.of(pack, "60"), List.of("100"));
        long next = prepaid.runs(1).get(0);
        prepaid.runDraws(next, Map.of(pack, "30"), List.of("40"));
        database.inTenant(prepaid.tenant, connection -> prepaid.runs.release(connection, next));
        database.inTenant(prepaid.tenant, connection -> prepaid.runs.release(connection, next));

        assertThat(prepaid.movements(pack)).isEqualTo("TOP_UP 100=100, DRAW -60=40, DRAW -30=10, RELEASE 30=40");
        prepaid.requireCoherence();
    }

    /** What a run has priced is reserved no longer; what is reserved for the period after is. */
    @Test
    void aDrawTakesThePlaceOfWhatWasReserved() {
        UUID bucket = prepaid.open(UsageType.MONETARY, "10.00", "EUR", PrepaidFixture.terms(null));
        database.execute(prepaid.tenant, """
                insert into prepaid_reservation (tenant_id, bucket_id, period_from, account_id, amount)
                select hub_tenant(), b.id, p.day, b.account_id, p.amount
                from prepaid_bucket b, (values (date '2026-10-01', 3), (date '2026-11-01', 2)) p (day, amount) where b.uuid = '%1$s';
                update prepaid_bucket set reserved = 5 where uuid = '%1$s'
                """.formatted(bucket));
        prepaid.runDraws(prepaid.october(), Map.of(bucket, "2.99"), List.of("10"));

        assertThat(database.text(
                        prepaid.tenant,
                        "select trim_scale(reserved) from prepaid_bucket where uuid = '" + bucket + "'"))
                .isEqualTo("2");
        prepaid.requireCoherence();
    }

    @Test
    void aRunDrawsOfItsAccountsBucketsAlone() {
        prepaid.open(UsageType.MONETARY, "10.00", "EUR", PrepaidFixture.terms(null));

        assertThatThrownBy(() -> prepaid.runDraws(prepaid.october(), Map.of(UUID.randomUUID(), "1"), List.of("10")))
                .hasMessageContaining("has no bucket with the key");
        prepaid.requireCoherence();
    }

    /**
     * One that has ended, one that ends in November, one that begins in December, and one of which nothing is left: a run is offered all but
     * the last, with their days, since it may charge for days of another month.
     */
    @Test
    void aRunIsOfferedAllThatHasSomethingLeft() {
        Instant october = Instant.parse("2026-10-05T12:00:00Z");
        UUID ended =
                prepaid.openAt(october, UsageType.MONETARY, "1", "EUR", PrepaidFixture.terms(PrepaidFixture.NOVEMBER));
        UUID within = prepaid.openAt(
                october, UsageType.MONETARY, "2", "EUR", PrepaidFixture.terms(LocalDate.of(2026, 11, 15)));
        UUID later = prepaid.openAt(
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
        UUID spent = prepaid.openAt(october, UsageType.MONETARY, "4", "EUR", PrepaidFixture.terms(null));
        prepaid.inTenantAt(october, spent, "-4");

        List<Credit> offered = database.inTenant(
                        prepaid.tenant,
                        connection -> prepaid.runs.creditsNow(connection, new Long[] {prepaid.accountId}))
                .get(prepaid.accountId);
        assertThat(offered)
                .extracting(Credit::key)
                .containsExactly(ended.toString(), within.toString(), later.toString());
        assertThat(offered.get(1).expires()).isEqualTo(LocalDate.of(2026, 11, 15));
        assertThat(offered.get(2).from()).isEqualTo(LocalDate.of(2026, 12, 1));
    }

    /** Money in the currency that the account had before pays for nothing in the one that it has now; a pack still does. */
    @Test
    void moneyInAnotherCurrencyIsNotOffered() {
        prepaid.open(UsageType.MONETARY, "10.00", "EUR", PrepaidFixture.terms(null));
        UUID pack = prepaid.open(UsageType.SMS, "100", "SMS", PrepaidFixture.terms(null));
        database.execute(prepaid.tenant, "update billing_account set currency = 'SEK'");

        assertThat(database.inTenant(
                                prepaid.tenant,
                                connection -> prepaid.runs.credits(
                                        connection, prepaid.october(), new Long[] {prepaid.accountId}))
                        .get(prepaid.accountId))
                .extracting(Credit::key)
                .containsExactly(pack.toString());
    }
}
