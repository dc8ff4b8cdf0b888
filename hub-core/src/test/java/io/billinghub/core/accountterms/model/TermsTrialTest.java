package io.billinghub.core.accountterms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.accountterms.infrastructure.AccountTermsJson;
import io.billinghub.core.accountterms.model.TermsTrial.Outcome;
import io.billinghub.core.rating.modifier.Priced;
import io.billinghub.core.rating.modifier.pricing.AccountState;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Terms tried on lines come to what a bill would come to, step by step. */
class TermsTrialTest {
    private static final String TRIAL = """
            {'currency':'EUR','period':{'from':'2037-01-01','to':'2037-02-01'},
             'customer':{'account':'A-1','segment':'business','coupons':['WELCOME']},%s}""";

    private static Outcome price(String rest) {
        return AccountTermsJson.readTrial(TRIAL.formatted(rest).replace('\'', '"'))
                .price(AccountState.START);
    }

    /**
     * The worked example of the guide.
     *
     * <pre>
     * fibre                       40.00
     * cloud                       60.00    together 100.00
     * coupon 10 % of each line    36.00 + 54.00 = 90.00
     * both products 5.00          by 36 : 54 = 2.00 + 3.00, so 34.00 + 51.00 = 85.00
     * at least 95.00              a line of 10.00
     * a point for each 10.00      85.00 of services = 8 points
     * the employer pays half      17.00 + 25.50 = 42.50
     * the account                 17.00 + 25.50 + 10.00 = 52.50
     * </pre>
     */
    @Test
    void theStepsComeInTheDocumentedOrder() {
        Outcome outcome = price("""
                'lines':[{'product':'fibre','partner':'nordlys','kind':'RECURRING','amount':'40.00'},
                         {'product':'cloud','partner':'cirrus','kind':'USAGE','quantity':'600','unit':'hour','amount':'60.00'}],
                'terms':[{'key':'business','name':'Business','currency':'EUR','validFrom':'2037-01-01',
                  'audience':{'segments':['business']},
                  'limits':[{'key':'minimum','name':'Monthly minimum','minimum':'95.00',
                             'chargedAs':{'product':'minimum','partner':'nordlys'}}],
                  'discounts':[{'key':'welcome','name':'Welcome','reduction':{'type':'percentOff','percent':10},
                                'coupon':{'code':'WELCOME','timesPerAccount':3}}],
                  'bundles':[{'key':'both','name':'Fibre and cloud','products':['fibre','cloud'],
                              'reduction':{'type':'amountOff','amount':5}}],
                  'loyalty':{'key':'points','name':'Points','points':1,'perAmount':10,'pointValue':'0.10'},
                  'sponsorships':[{'key':'employer','name':'Paid by the employer','sponsor':'A-9','percent':50}]}]""");
        Priced priced = outcome.priced().priced();

        assertThat(outcome.applied()).containsExactly("business");
        assertThat(priced.explanation())
                .containsExactly(
                        "Welcome, 10 % = -10.00 EUR",
                        "Fibre and cloud, 5.00 EUR = -5.00 EUR",
                        "Monthly minimum: at least 95.00 EUR, charged 85.00 EUR = 10.00 EUR",
                        "Paid by the employer = -42.50 EUR");
        assertThat(priced.lines().stream().map(line -> line.id() + " " + priced.billed(line)))
                .containsExactly("0001 17.00", "0002 25.50", "A-1/business/minimum 10.00");
        assertThat(priced.total().getAmount()).isEqualByComparingTo("52.50");
        assertThat(outcome.priced().sponsorLines().stream()
                        .map(line -> line.item().account() + " " + line.amount().getAmount()))
                .containsExactly("A-9 17.00", "A-9 25.50");
        assertThat(outcome.priced().pointsEarned()).isEqualByComparingTo("8");
        AccountState after = outcome.priced().memory().after();
        assertThat(after.coupons().get("WELCOME").times()).isEqualTo(1);
        assertThat(after.coupons().get("WELCOME").amount()).isEqualByComparingTo("10.00");
        assertThat(after.sponsored().get("business/employer")).isEqualByComparingTo("42.50");
    }

    @Test
    void whatDoesNotApplyIsToldWithTheReason() {
        String discount = "'discounts':[{'key':'d','name':'D','reduction':{'type':'percentOff','percent':10}}]";
        Outcome outcome = price("'lines':[],'terms':["
                + "{'key':'late','name':'T','validFrom':'2037-01-02'," + discount + "},"
                + "{'key':'dollars','name':'T','currency':'USD','validFrom':'2037-01-01'," + discount + "},"
                + "{'key':'private','name':'T','validFrom':'2037-01-01','audience':{'segments':['private']}," + discount
                + "}]");

        assertThat(outcome.applied()).isEmpty();
        assertThat(outcome.others())
                .extracting(TermsTrial.NotApplied::why)
                .isEqualTo(List.of(
                        "not in force on 2037-01-01, the first day of the period",
                        "in USD, but the account is billed in EUR",
                        "the account A-1 is not in the audience"));
    }

    /** 1,000 lines by 20 discounts are 20,000; one discount more is too much, in however many terms. */
    @Test
    void linesTimesPartsAreBounded() {
        assertThat(price(large(20)).priced().priced().lines()).hasSize(1_000);
        assertThatThrownBy(() -> price(large(21)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("$.lines: holds 1000 lines, and the terms have 21 parts;")
                .hasMessageContaining("may come to 20000");
    }

    private static String large(int terms) {
        String line = "{'product':'p','partner':'h','kind':'USAGE','amount':1}";
        return "'lines':[" + String.join(",", Collections.nCopies(1_000, line)) + "],'terms':["
                + IntStream.range(0, terms)
                        .mapToObj(
                                i -> "{'key':'t" + i + "','name':'T','validFrom':'2037-01-01','discounts':["
                                        + "{'key':'d','name':'D','reduction':{'type':'percentOff','percent':'0.000000000000000000000000000001'}}]}")
                        .collect(Collectors.joining(","))
                + "]";
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'lines':[]                                                                       | $.terms: must hold 1 to 50 terms
            'terms':[{'key':'a'}]                                                            | $.terms[0]: name is missing
            'terms':[%T,%T]                                                                  | $.terms[1].key: 'a' is in force on 2037-01-01 twice
            'terms':[%T],'lines':[{'product':'p','partner':'h','kind':'FEE','amount':1}]     | $.lines[0].kind: must be one of USAGE
            'terms':[%T],'lines':[{'product':'p','partner':'h','kind':'USAGE'}]              | $.lines[0]: amount is missing
            'terms':[%T],'lines':[{'product':'p','partner':'h','kind':'USAGE','amount':1,'service':{'from':'2037-01-01','to':'2037-01-01'}}] | $.lines[0].service: to, the day after the last one
            'terms':[%T],'pointsToBurn':-1                                                   | $: pointsToBurn must be zero or more
            'terms':[%T],'quantity':1                                                        | $.quantity: this property is unknown
            """)
    void aTrialThatCanNotBeReadIsRefusedWithThePlace(String rest, String problem) {
        String terms = "{'key':'a','name':'A','validFrom':'2037-01-01','discountRules':{'capPercent':10}}";
        assertThatThrownBy(() -> price(rest.replace("%T", terms)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(problem);
    }
}
