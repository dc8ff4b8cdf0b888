package io.billinghub.core.accountterms.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.accountterms.infrastructure.AccountTermsJson;
import io.billinghub.core.rating.modifier.bundle.Bundle;
import io.billinghub.core.rating.modifier.commitment.Commitment;
import io.billinghub.core.rating.modifier.discount.Customer;
import io.billinghub.core.rating.modifier.discount.Discount;
import io.billinghub.core.rating.modifier.discount.DiscountRules;
import io.billinghub.core.rating.modifier.pricing.AccountModifiers;
import io.billinghub.core.rating.modifier.spend.SpendLimit;
import io.billinghub.core.rating.modifier.sponsor.Sponsorship;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

/** Several terms of one account come together by key, and an account gets only what is for it. */
class AccountTermsTest {
    private static final Customer BUSINESS = new Customer("A-1", List.of("staff"), "business", List.of("TEN"));
    private static final String EVERYTHING = """
            'limits':[{'key':'minimum','name':'Minimum','minimum':5,'chargedAs':{'product':'p','partner':'h'}}],
            'commitments':[{'key':'year','name':'Year','measure':'AMOUNT','committed':100,'cycles':12,'earlyEnd':'WAIVE_REST',
                            'chargedAs':{'product':'p','partner':'h'}}],
            'discounts':[{'key':'ten','name':'Ten','reduction':{'type':'percentOff','percent':10}}],
            'bundles':[{'key':'both','name':'Both','products':['a','b'],'reduction':{'type':'percentOff','percent':5}}],
            'loyalty':{'key':'points','name':'Points','points':1,'perAmount':10,'pointValue':'0.05'},
            'sponsorships':[{'key':'boss','name':'Boss','sponsor':'A-1'},{'key':'aunt','name':'Aunt','sponsor':'A-9'}]""";

    private static TermsDocument terms(String key, String rest) {
        return AccountTermsJson.read(
                        ("{'key':'" + key + "','name':'T','currency':'EUR','validFrom':'2037-01-01'," + rest + "}")
                                .replace('\'', '"'))
                .orElseThrow();
    }

    private static AccountModifiers together(TermsDocument... documents) {
        return AccountTerms.of(List.of(documents), BUSINESS, BigDecimal.ZERO).modifiers();
    }

    @Test
    void documentsComeByKeyWhateverTheOrderInWhichTheyAreGiven() {
        TermsDocument first = terms("a", EVERYTHING);
        TermsDocument second = terms("b", EVERYTHING);
        AccountModifiers both = together(second, first);

        assertThat(both).isEqualTo(together(first, second));
        assertThat(both.limits()).extracting(SpendLimit::key).containsExactly("a/minimum", "b/minimum");
        assertThat(both.commitments()).extracting(Commitment::key).containsExactly("a/year", "b/year");
        assertThat(both.discounts()).extracting(Discount::key).containsExactly("a/ten", "b/ten");
        assertThat(both.bundles()).extracting(Bundle::key).containsExactly("a/both", "b/both");
    }

    @Test
    void rulesAndLoyaltyAreThoseOfTheFirstThatHasSome() {
        AccountModifiers both = together(
                terms("c", EVERYTHING + ",'discountRules':{'capPercent':50}"),
                terms("b", "'discountRules':{'stacking':'ADDITIVE'}"),
                terms("a", "'discounts':[{'key':'d','name':'D','reduction':{'type':'percentOff','percent':1}}]"));

        assertThat(both.discountRules())
                .isEqualTo(new DiscountRules(DiscountRules.Stacking.ADDITIVE, null, null, null));
        assertThat(both.loyalty().key()).isEqualTo("c/points");
        assertThat(together(terms("a", EVERYTHING)).discountRules()).isEqualTo(DiscountRules.DEFAULT);
    }

    @Test
    void anAccountDoesNotSponsorItself() {
        assertThat(together(terms("a", EVERYTHING)).sponsorships())
                .extracting(Sponsorship::key)
                .containsExactly("a/aunt");
    }

    @Test
    void theNameThatACustomerReadsStaysAsItIs() {
        assertThat(together(terms("a", EVERYTHING)).discounts().get(0).name()).isEqualTo("Ten");
    }

    @Test
    void termsReachWhoIsInTheirAudienceAndTheirCurrency() {
        String audience = "'audience':{'segments':['%s']}," + EVERYTHING;

        assertThat(terms("a", audience.formatted("business")).reaches(BUSINESS, CurrencyUnit.EUR))
                .isTrue();
        assertThat(terms("a", audience.formatted("private")).reaches(BUSINESS, CurrencyUnit.EUR))
                .isFalse();
        assertThat(terms("a", EVERYTHING).reaches(BUSINESS, CurrencyUnit.USD)).isFalse();
    }

    @Test
    void theEndIsTheFirstDayOnWhichTermsAreNotInForce() {
        TermsDocument terms = terms("a", "'validTo':'2038-01-01'," + EVERYTHING);

        assertThat(terms.inForceOn(LocalDate.parse("2036-12-31"))).isFalse();
        assertThat(terms.inForceOn(LocalDate.parse("2037-01-01"))).isTrue();
        assertThat(terms.inForceOn(LocalDate.parse("2037-12-31"))).isTrue();
        assertThat(terms.inForceOn(LocalDate.parse("2038-01-01"))).isFalse();
    }
}
