package io.billinghub.core.accountterms.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.accountterms.model.AccountTerms;
import io.billinghub.core.accountterms.model.HandedIn;
import io.billinghub.core.accountterms.model.PointsRequest;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.testing.TestDatabase;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What accounts bring to terms, coupons and points, and what a bill run of October 2026 sees of them; a tenant for each test. */
class AccountContributionsIT {

    private static TestDatabase database;
    private KeptTerms kept;

    @BeforeAll
    static void open() {
        database = TestDatabase.create("hub_it_contributions");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void accounts() {
        kept = new KeptTerms(database);
    }

    @Test
    void aRunIsToldWhatTheAccountBrings() {
        kept.membership("NL-1001", "business", List.of("staff", "friends"));
        kept.put(
                "gold",
                "2026-01-01",
                "'discounts':[{'key':'ten','name':'Ten'," + KeptTerms.TEN + ",'coupon':{'code':'TEN'}}]");
        kept.handIn("NL-1001", "TEN");
        kept.ask("NL-1001", "100");
        kept.ask("NL-1001", "20");
        kept.unask("NL-1001", kept.ask("NL-1001", "7"));

        AccountTerms october = kept.terms(KeptTerms.OCTOBER, KeptTerms.NOVEMBER).get(kept.acme);
        assertThat(october.customer().segment()).isEqualTo("business");
        assertThat(october.customer().groups()).containsExactly("friends", "staff");
        assertThat(october.customer().coupons()).containsExactly("TEN");
        assertThat(october.pointsToBurn()).isEqualByComparingTo("120");
        AccountTerms november =
                kept.terms(KeptTerms.NOVEMBER, KeptTerms.DECEMBER).get(kept.acme);
        assertThat(november.customer().coupons()).containsExactly("TEN");
        assertThat(november.pointsToBurn()).isEqualByComparingTo("0");
        AccountTerms september =
                kept.terms(LocalDate.parse("2026-09-01"), KeptTerms.OCTOBER).get(kept.acme);
        assertThat(september.customer().coupons()).isEmpty();
    }

    /** Handed in and taken back on 15 October: a period that ended before never knew it, one that ends on that day has not either. */
    @Test
    void aCouponThatIsTakenBackCountsOnlyInPeriodsThatHaveEndedByThen() {
        kept.put(
                "gold",
                "2026-01-01",
                "'discounts':[{'key':'ten','name':'Ten'," + KeptTerms.TEN + ",'coupon':{'code':'TEN'}}]");
        HandedIn coupon = kept.handIn("NL-1001", "TEN");
        assertThat(coupon.day()).isEqualTo("2026-10-15");
        database.execute(kept.tenant, "update account_coupon set day = '2026-10-10' where code = 'TEN'");
        kept.takeBack("NL-1001", coupon);
        kept.takeBack("NL-1001", coupon);

        assertThat(kept.terms(KeptTerms.OCTOBER, KeptTerms.NOVEMBER)
                        .get(kept.acme)
                        .customer()
                        .coupons())
                .isEmpty();
        assertThat(kept.terms(KeptTerms.OCTOBER, LocalDate.parse("2026-10-15"))
                        .get(kept.acme)
                        .customer()
                        .coupons())
                .containsExactly("TEN");
        assertThat(kept.terms(KeptTerms.OCTOBER, LocalDate.parse("2026-10-10"))
                        .get(kept.acme)
                        .customer()
                        .coupons())
                .isEmpty();
        kept.handIn("NL-1001", "TEN");
        assertThat(kept.terms(KeptTerms.OCTOBER, KeptTerms.NOVEMBER)
                        .get(kept.acme)
                        .customer()
                        .coupons())
                .containsExactly("TEN");
        assertThat(kept.audited("account-coupon.withdraw")).isEqualTo(1);
    }

    @Test
    void aCouponIsHandedInOnceHoweverManyTryAtOnce() {
        kept.put(
                "gold",
                "2026-01-01",
                "'discounts':[{'key':'ten','name':'Ten'," + KeptTerms.TEN + ",'coupon':{'code':'TEN'}}]");
        List<CompletableFuture<Boolean>> clients = IntStream.range(0, 6)
                .mapToObj(client -> CompletableFuture.supplyAsync(() -> {
                    try {
                        kept.handIn("NL-1001", "TEN");
                        return true;
                    } catch (HubException refused) {
                        assertThat(refused.code()).isEqualTo(CoreError.COUPON_THERE);
                        return false;
                    }
                }))
                .toList();

        assertThat(clients.stream().filter(CompletableFuture::join)).hasSize(1);
        assertThat(database.number(kept.tenant, "select count(*) from account_coupon where code = 'TEN'"))
                .isEqualTo(1);
    }

    /** Account, code, and why it is of no use; the terms are for business accounts, one discount for staff among them. */
    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            NL-1001 | NONE  | there is no coupon 'NONE' in the terms that are in force on 2026-10-15
            NL-1001 | STAFF | the coupon 'STAFF' is not for the account NL-1001
            NL-1001 | OLD   | the discount of the coupon 'OLD' has ended on 2026-10-15
            NL-1001 | SOON  | there is no coupon 'SOON' in the terms
            NL-2    | TEN   | the coupon 'TEN' is not for the account NL-2
            """)
    void aCouponThatIsOfNoUseIsRefusedWithTheReason(String account, String code, String problem) {
        kept.membership("NL-1001", "business", List.of());
        kept.put(
                "gold",
                "2026-01-01",
                "'audience':{'segments':['business']},'discounts':["
                        + "{'key':'a','name':'A'," + KeptTerms.TEN + ",'coupon':{'code':'TEN'}},"
                        + "{'key':'b','name':'B'," + KeptTerms.TEN
                        + ",'coupon':{'code':'STAFF'},'audience':{'groups':['staff']}},"
                        + "{'key':'c','name':'C'," + KeptTerms.TEN
                        + ",'coupon':{'code':'OLD'},'validity':{'to':'2026-10-15'}}]");
        kept.put(
                "next",
                "2026-11-01",
                "'discounts':[{'key':'a','name':'A'," + KeptTerms.TEN + ",'coupon':{'code':'SOON'}}]");

        assertThatThrownBy(() -> kept.handIn(account, code))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refused -> assertThat(refused.code()).isEqualTo(CoreError.COUPON_REFUSED))
                .hasMessageContaining(problem);
    }

    @Test
    void pointsOfAPeriodThatTakesNothingInAnyMoreAreNotTakenBack() {
        PointsRequest request = kept.ask("NL-1001", "50");
        assertThat(request.day()).isEqualTo(KeptTerms.OCTOBER);
        database.execute(kept.tenant, "update bill_cycle set open_from = '2026-11-01'");

        assertThatThrownBy(() -> kept.unask("NL-1001", request))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refused -> assertThat(refused.code()).isEqualTo(CoreError.PERIOD_CLOSED));
        assertThat(kept.ask("NL-1001", "60").day()).isEqualTo(KeptTerms.NOVEMBER);
    }

    /** The second row is put past the check, as two rows of different days would be if the open period's first day moved. */
    @Test
    void pointsOfAPeriodNeverComeToMoreThanAnAmountHas() {
        kept.put("gold", "2026-01-01", KeptTerms.PLAIN);
        PointsRequest all = kept.ask("NL-1001", "999999999999999");
        assertThatThrownBy(() -> kept.ask("NL-1001", "1"))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refused -> assertThat(refused.code()).isEqualTo(CoreError.TOO_MANY_POINTS))
                .hasMessageContaining("1 more would exceed 999999999999999");
        database.execute(kept.tenant, """
                insert into points_request (tenant_id, uuid, account_id, points, day, asked_at, asked_by)
                select tenant_id, gen_random_uuid(), account_id, 7, day + 1, asked_at, asked_by
                from points_request where points = 999999999999999
                """);
        assertThat(kept.terms(KeptTerms.OCTOBER, KeptTerms.NOVEMBER)
                        .get(kept.acme)
                        .pointsToBurn())
                .isEqualByComparingTo("999999999999999");

        kept.unask("NL-1001", all);
        assertThat(kept.ask("NL-1001", "1").points()).isEqualByComparingTo("1");
    }
}
