package io.billinghub.core.accountterms.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.accountterms.model.TermsHistory;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.testing.TestDatabase;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Terms as they are kept, and what a bill run of October 2026 sees of them; a tenant for each test. */
class AccountTermsIT {

    private static TestDatabase database;
    private KeptTerms kept;

    @BeforeAll
    static void open() {
        database = TestDatabase.create("hub_it_account_terms");
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
    void theTermsOfAPeriodAreThoseInForceOnItsFirstDay() {
        kept.put("gold", "2026-10-01", KeptTerms.PLAIN);
        kept.put("later", "2026-10-02", KeptTerms.PLAIN);
        kept.put(
                "gold",
                "2026-11-01",
                "'discounts':[{'key':'five','name':'Five','reduction':{'type':'percentOff','percent':5}}]");

        assertThat(kept.discounts(kept.acme, KeptTerms.OCTOBER, KeptTerms.NOVEMBER))
                .containsExactly("gold/ten");
        assertThat(kept.discounts(kept.acme, KeptTerms.NOVEMBER, KeptTerms.DECEMBER))
                .containsExactly("gold/five", "later/ten");
        assertThat(kept.terms(LocalDate.parse("2026-09-01"), KeptTerms.OCTOBER)).isEmpty();
        assertThat(kept.anyOn(LocalDate.parse("2026-09-01"))).isFalse();
        assertThat(kept.anyOn(KeptTerms.OCTOBER)).isTrue();
    }

    /** Document by audience and currency, and which of three accounts it reaches: Acme (business, staff), NL-2 (neither), US-3 (US dollars). */
    @ParameterizedTest(name = "{0} reaches {1}")
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                              | NL-1001 NL-2 US-3
            'audience':{'accounts':['NL-2']},                               | NL-2
            'audience':{'accounts':['NL-1001','US-3']},                     | NL-1001 US-3
            'audience':{'segments':['business']},                           | NL-1001
            'audience':{'segments':['private']},                            | ''
            'audience':{'groups':['friends','staff']},                      | NL-1001
            'audience':{'groups':['staff'],'segments':['private']},         | ''
            'audience':{'accounts':['NL-2'],'segments':['business']},       | ''
            'audience':{'accounts':['NL-1001'],'groups':['staff']},         | NL-1001
            'currency':'EUR',                                               | NL-1001 NL-2
            'currency':'USD',                                               | US-3
            """, quoteCharacter = '`')
    void termsReachWhomTheyAreFor(String audience, String reached) {
        kept.membership("NL-1001", "business", List.of("staff"));
        kept.put("gold", "2026-01-01", audience.replace("''", "") + KeptTerms.PLAIN);

        assertThat(kept.terms(KeptTerms.OCTOBER, KeptTerms.NOVEMBER).values().stream()
                        .map(each -> each.customer().account())
                        .sorted())
                .containsExactly(reached.equals("''") ? new String[0] : reached.split(" "));
    }

    /** What terms name, and why they are refused. */
    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'audience':{'accounts':['NL-2','NL-9']},'discounts':[{'key':'d','name':'D',%TEN}] | $.audience.accounts[1]: there is no account 'NL-9'
            'currency':'EUR','audience':{'accounts':['US-3']},'discounts':[{'key':'d','name':'D',%TEN}] | $.audience.accounts[0]: the account 'US-3' is billed in USD, the terms are in EUR
            'currency':'EUR','sponsorships':[{'key':'s','name':'S','sponsor':'NL-9'}] | $.sponsorships[0].sponsor: there is no account 'NL-9'
            'currency':'EUR','sponsorships':[{'key':'s','name':'S','sponsor':'US-3'}] | $.sponsorships[0].sponsor: the account 'US-3' is billed in USD, the terms are in EUR
            'discounts':[{'key':'d','name':'D',%TEN,'scope':{'products':['cloud','nothing']}}] | $.discounts[0].scope.products[1]: there is no product 'nothing'
            'discounts':[{'key':'d','name':'D',%TEN,'scope':{'partners':['nobody']}}] | $.discounts[0].scope.partners[0]: there is no partner 'nobody'
            'discounts':[{'key':'d','name':'D',%TEN,'audience':{'accounts':['X']}}] | $.discounts[0].audience.accounts[0]: there is no account 'X'
            'bundles':[{'key':'b','name':'B','products':['cloud','tv'],%TEN}] | $.bundles[0].products[1]: there is no product 'tv'
            'bundles':[{'key':'b','name':'B','products':['cloud','desk'],%TEN,'on':['tv']}] | $.bundles[0].on[0]: there is no product 'tv'
            'bundles':[{'key':'b','name':'B','products':['cloud','desk'],%TEN,'bearers':[{'party':'me','weight':1}]}] | $.bundles[0].bearers[0].party: there is no partner 'me'
            'currency':'EUR','limits':[{'key':'l','name':'L','minimum':5,'chargedAs':{'product':'tv','partner':'cirrus'}}] | $.limits[0].chargedAs.product: there is no product 'tv'
            'currency':'EUR','limits':[{'key':'l','name':'L','minimum':5,'chargedAs':{'product':'cloud','partner':'deskly'}}] | $.limits[0].chargedAs.product: 'cloud' is a product of 'cirrus', not of 'deskly'
            'currency':'EUR','limits':[{'key':'l','name':'L','minimum':5,'chargedAs':{'product':'fibre','partner':'cirrus'}}] | $.limits[0].chargedAs.product: 'fibre' is the host's own product, not of 'cirrus'
            'discounts':[{'key':'d','name':'D',%TEN,'coupon':{'code':'TAKEN'}}] | $.discounts[0].coupon.code: 'TAKEN' is a coupon of the terms 'other' at the same time
            """)
    void termsThatNameWhatIsNotThereAreRefusedWithThePlace(String rest, String problem) {
        kept.put(
                "other",
                "2026-01-01",
                "'validTo':'2027-01-01','discounts':[{'key':'a','name':'A'," + KeptTerms.TEN
                        + ",'coupon':{'code':'TAKEN'}}]");

        assertThatThrownBy(() -> kept.put("gold", "2026-06-01", rest.replace("%TEN", KeptTerms.TEN)))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refused -> assertThat(refused.code()).isEqualTo(CoreError.TERMS_REFUSED))
                .hasMessageContaining(problem);
    }

    @Test
    void aCouponCodeIsFreeAgainWhenItsTermsHaveEnded() {
        String coupon = "'discounts':[{'key':'a','name':'A'," + KeptTerms.TEN + ",'coupon':{'code':'TEN'}}]";
        kept.put("summer", "2026-01-01", "'validTo':'2026-11-01'," + coupon);
        kept.put("winter", "2026-11-01", coupon);
        kept.put("winter", "2026-11-01", coupon);

        assertThat(kept.discounts(kept.acme, KeptTerms.NOVEMBER, KeptTerms.DECEMBER))
                .containsExactly("winter/a");
    }

    @Test
    void aVersionEndsWhereTheNextOneBeginsAndEachChangeIsAudited() {
        kept.put("gold", "2026-01-01", KeptTerms.PLAIN);
        kept.put("gold", "2026-12-01", KeptTerms.PLAIN);
        TermsHistory after = kept.put("gold", "2027-01-01", KeptTerms.PLAIN);
        assertThat(after.versions())
                .extracting(each -> each.version() + " " + each.terms().validFrom() + " "
                        + each.terms().validTo())
                .containsExactly("1 2026-01-01 2027-01-01", "2 2027-01-01 null");
        assertThat(after.edit()).hasValue(3);

        assertThatThrownBy(() -> kept.put("gold", "2026-01-01", KeptTerms.PLAIN))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refused -> assertThat(refused.code()).isEqualTo(CoreError.TERMS_BEGUN));
        TermsHistory ended = kept.end("gold", "2026-11-01");
        assertThat(ended.versions()).hasSize(1);
        assertThat(ended.versions().get(0).terms().validTo()).isEqualTo("2026-11-01");
        assertThat(ended.edit()).hasValue(4);
        assertThat(kept.discounts(kept.acme, KeptTerms.OCTOBER, KeptTerms.NOVEMBER))
                .containsExactly("gold/ten");
        assertThat(kept.terms(KeptTerms.NOVEMBER, KeptTerms.DECEMBER)).isEmpty();
        assertThat(kept.audited("account-terms.create") + " " + kept.audited("account-terms.change") + " "
                        + kept.audited("account-terms.end"))
                .isEqualTo("1 2 1");
    }

    @Test
    void theOnlyVersionIsGoneIfItEndsBeforeItBegins() {
        kept.put("gold", "2026-11-01", "'audience':{'accounts':['NL-2']}," + KeptTerms.PLAIN);

        assertThat(kept.end("gold", "2026-11-01").versions()).isEmpty();
        assertThat(database.number(kept.tenant, "select count(*) from account_terms_account"))
                .isZero();
        assertThatThrownBy(() -> kept.end("gold", "2026-12-01"))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refused -> assertThat(refused.code()).isEqualTo(CoreError.UNKNOWN_RESOURCE));
    }

    @Test
    void aCustomersLoginSeesTermsThatReachItAndNoneThatNameOthers() {
        kept.put("all", "2026-01-01", KeptTerms.PLAIN);
        kept.put("acme", "2026-01-01", "'audience':{'accounts':['NL-1001']}," + KeptTerms.PLAIN);
        kept.put("other", "2026-01-01", "'audience':{'accounts':['NL-2']}," + KeptTerms.PLAIN);
        String keys = "select string_agg(key, ' ' order by key) from account_terms";

        assertThat(database.text(kept.tenant.forAccount(kept.acme), keys)).isEqualTo("acme all");
        assertThat(database.text(kept.tenant.forPartner(1), "select count(*) from account_terms"))
                .isEqualTo("0");
    }
}
