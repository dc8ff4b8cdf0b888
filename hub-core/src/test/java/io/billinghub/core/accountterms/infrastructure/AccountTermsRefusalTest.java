package io.billinghub.core.accountterms.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import io.billinghub.core.accountterms.infrastructure.AccountTermsReading.Refused;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Malformed terms of accounts are refused with place and reason; the JSON Schema refuses them too where it can. */
class AccountTermsRefusalTest {
    private static final String COUPON =
            "{'key':'%s','name':'D','reduction':{'type':'percentOff','percent':10},'coupon':{'code':'%s'}}";

    /** Text, path, what the problem says, and whether the schema refuses it too. */
    static List<Arguments> bad() {
        return List.of(
                row("[]", "$", "terms of accounts is a JSON object", true),
                row("{'key':'gold'", "$", "not well-formed JSON", null),
                row(
                        TermsTexts.bare("'discounts':[" + TermsTexts.DISCOUNT + "],'name':'Again'"),
                        "$",
                        "not well-formed JSON",
                        null),
                row(
                        "{'name':'Gold','validFrom':'2037-01-01','discounts':[" + TermsTexts.DISCOUNT + "]}",
                        "$.key",
                        "must be given",
                        true),
                row(
                        "{'key':'Gold!','name':'G','validFrom':'2037-01-01','discounts':[" + TermsTexts.DISCOUNT + "]}",
                        "$.key",
                        "'Gold!'",
                        true),
                row(
                        "{'key':'preview','name':'G','validFrom':'2037-01-01','discounts':[" + TermsTexts.DISCOUNT
                                + "]}",
                        "$.key",
                        "another key",
                        false),
                row(
                        "{'key':'gold','validFrom':'2037-01-01','discounts':[" + TermsTexts.DISCOUNT + "]}",
                        "$",
                        "name is missing",
                        true),
                row(
                        "{'key':'gold','name':'G','discounts':[" + TermsTexts.DISCOUNT + "]}",
                        "$",
                        "validFrom is missing",
                        true),
                row(
                        "{'key':'gold','name':'G','validFrom':'1.1.2037','discounts':[" + TermsTexts.DISCOUNT + "]}",
                        "$.validFrom",
                        "dates such as",
                        true),
                row(
                        TermsTexts.bare("'validTo':'2037-01-01','discounts':[" + TermsTexts.DISCOUNT + "]"),
                        "$",
                        "must be after validFrom",
                        false),
                row(TermsTexts.bare("'discounts':[]"), "$", "the terms say nothing", true),
                row(
                        TermsTexts.bare("'discount':[],'discounts':[" + TermsTexts.DISCOUNT + "]"),
                        "$.discount",
                        "this property is unknown",
                        true),
                row(
                        TermsTexts.bare("'creditReach':'NET_AND_TAX','discounts':[" + TermsTexts.DISCOUNT + "]"),
                        "$.creditReach",
                        "this property is unknown",
                        true),
                row(
                        TermsTexts.bare("'validTo':null,'discounts':[" + TermsTexts.DISCOUNT + "]"),
                        "$.validTo",
                        "leave the property out",
                        true),
                row(TermsTexts.bare("'limits':[" + TermsTexts.LIMIT + "]"), "$.currency", "must be given", false),
                row(
                        TermsTexts.terms("'audience':{'groups':['Staff']},'discounts':[" + TermsTexts.DISCOUNT + "]"),
                        "$.audience.groups[0]",
                        "'Staff'",
                        true),
                row(
                        TermsTexts.terms(
                                "'audience':{'segments':'business'},'discounts':[" + TermsTexts.DISCOUNT + "]"),
                        "$.audience.segments",
                        "must be a list",
                        true),
                row(
                        TermsTexts.terms("'limits':[{'key':'l','name':'L','minimum':5}]"),
                        "$.limits[0].chargedAs",
                        "must be given: product and partner",
                        true),
                row(
                        TermsTexts.terms("'limits':[{'key':'l','name':'L'}]"),
                        "$.limits[0]",
                        "needs a minimum or a maximum",
                        true),
                row(
                        TermsTexts.terms(
                                "'limits':[{'key':'l','name':'L','maximum':5,'chargedAs':{'product':'p','partner':'h'}}]"),
                        "$.limits[0].chargedAs",
                        "a maximum charges nothing",
                        true),
                row(
                        TermsTexts.terms(
                                "'limits':[{'key':'l','name':'L','minimum':9,'maximum':5,'chargedAs':{'product':'p','partner':'h'}}]"),
                        "$.limits[0]",
                        "must not be above",
                        false),
                row(
                        TermsTexts.terms(
                                "'limits':[{'key':'l','name':'L','minimum':5,'chargedAs':{'product':'p','partner':'h','taxPercent':24}}]"),
                        "$.limits[0].chargedAs.taxPercent",
                        "must be left out",
                        true),
                row(
                        TermsTexts.terms("'limits':[{'key':'l','name':'L','minimum':5,'chargedAs':{'product':'p'}}]"),
                        "$.limits[0].chargedAs",
                        "partner is missing",
                        true),
                row(
                        TermsTexts.terms("'limits':[" + TermsTexts.LIMIT + "," + TermsTexts.LIMIT + "]"),
                        "$.limits[1].key",
                        "another modifier",
                        false),
                row(
                        TermsTexts.terms(
                                "'commitments':[{'key':'c','name':'C','measure':'QUANTITY','committed':1,'cycles':1,'chargedAs':{'product':'p','partner':'h'}}]"),
                        "$.commitments[0]",
                        "unit is missing",
                        true),
                row(
                        TermsTexts.terms(
                                "'commitments':[{'key':'c','name':'C','measure':'AMOUNT','committed':1,'cycles':1}]"),
                        "$.commitments[0].chargedAs",
                        "a shortfall",
                        true),
                row(
                        TermsTexts.terms(
                                "'commitments':[{'key':'c','name':'C','measure':'AMOUNT','committed':1,'cycles':0,'chargedAs':{'product':'p','partner':'h'}}]"),
                        "$.commitments[0]",
                        "cycles must be 1 or more",
                        true),
                row(
                        TermsTexts.bare("'discountRules':{'stacking':'SUM'}"),
                        "$.discountRules.stacking",
                        "one of ADDITIVE, COMPOUND, BEST_ONLY",
                        true),
                row(
                        TermsTexts.bare("'discounts':[{'key':'d','name':'D'}]"),
                        "$.discounts[0]",
                        "reduction is missing",
                        true),
                row(
                        TermsTexts.bare("'discounts':[{'key':'d','name':'D','reduction':{'type':'halfOff'}}]"),
                        "$.discounts[0].reduction.type",
                        "allowed are amountOff, percentOff",
                        true),
                row(
                        TermsTexts.bare(
                                "'discounts':[{'key':'d','name':'D','reduction':{'type':'percentOff','percent':101}}]"),
                        "$.discounts[0].reduction",
                        "at most 100",
                        true),
                row(
                        TermsTexts.bare(
                                "'discounts':[" + COUPON.formatted("a", "X") + "," + COUPON.formatted("b", "X") + "]"),
                        "$.discounts[1].coupon.code",
                        "another discount",
                        false),
                row(
                        TermsTexts.bare("'discounts':[" + COUPON.formatted("a", "TEN OFF") + "]"),
                        "$.discounts[0].coupon.code",
                        "'TEN OFF'",
                        true),
                row(
                        TermsTexts.bare(
                                "'discounts':[{'key':'d','name':'D','reduction':{'type':'amountOff','amount':5}}]"),
                        "$.currency",
                        "must be given",
                        false),
                row(
                        TermsTexts.bare(
                                "'discounts':[{'key':'d','name':'D','reduction':{'type':'percentOff','percent':5},'audience':{'segments':['VIP']}}]"),
                        "$.discounts[0].audience.segments[0]",
                        "'VIP'",
                        true),
                row(
                        TermsTexts.bare(
                                "'bundles':[{'key':'b','name':'B','products':['fibre'],'reduction':{'type':'percentOff','percent':5}}]"),
                        "$.bundles[0]",
                        "two or more",
                        true),
                row(
                        TermsTexts.bare(
                                "'bundles':[{'key':'b','name':'B','products':['a','b'],'atLeast':3,'reduction':{'type':'percentOff','percent':5}}]"),
                        "$.bundles[0]",
                        "atLeast 3",
                        false),
                row(
                        TermsTexts.terms(
                                "'bundles':[{'key':'b','name':'B','products':['a','b'],'reduction':{'type':'percentOff','percent':5},'bearers':[{'party':'x','weight':0}]}]"),
                        "$.bundles[0]",
                        "weight above zero",
                        false),
                row(
                        TermsTexts.terms("'loyalty':{'key':'p','name':'P','points':1,'perAmount':0,'pointValue':1}"),
                        "$.loyalty",
                        "perAmount must be greater than zero",
                        true),
                row(
                        TermsTexts.terms(
                                "'loyalty':{'key':'p','name':'P','points':1,'perAmount':1,'pointValue':1,'expiresAfterMonths':'x'}"),
                        "$.loyalty.expiresAfterMonths",
                        "a whole number",
                        true),
                row(
                        TermsTexts.terms("'audience':{'accounts':['A-2']},'sponsorships':[" + TermsTexts.SPONSOR + "]"),
                        "$.sponsorships[0].sponsor",
                        "does not sponsor itself",
                        false),
                row(
                        TermsTexts.terms("'sponsorships':[{'key':'s','name':'S'}]"),
                        "$.sponsorships[0]",
                        "sponsor is missing",
                        true),
                row(
                        TermsTexts.terms("'discounts':[" + discounts(51) + "]"),
                        "$.discounts",
                        "holds 51 elements; allowed are up to 50",
                        true),
                row(
                        "{'key':'gold','name':'" + "x".repeat(101) + "','validFrom':'2037-01-01','discounts':["
                                + TermsTexts.DISCOUNT + "]}",
                        "$.name",
                        "has 101 characters; allowed are up to 100",
                        true),
                row(
                        TermsTexts.bare("'discounts':["
                                + TermsTexts.DISCOUNT.replace("'D'", "'" + "x".repeat(101) + "'") + "]"),
                        "$.discounts[0].name",
                        "has 101 characters",
                        true),
                row(
                        TermsTexts.bare(
                                "'discounts':[{'key':'d','name':'D','reduction':{'type':'percentOff','percent':5},'scope':{'partners':["
                                        + texts(101) + "]}}]"),
                        "$.discounts[0].scope.partners",
                        "holds 101 elements; allowed are up to 100",
                        true),
                row(
                        TermsTexts.bare("'bundles':[{'key':'b','name':'B','products':[" + texts(101)
                                + "],'reduction':{'type':'percentOff','percent':5}}]"),
                        "$.bundles[0].products",
                        "holds 101 elements; allowed are up to 100",
                        true),
                row(
                        "{'key':'gold','name':'G','validFrom':'+20000000-01-01','discounts':[" + TermsTexts.DISCOUNT
                                + "]}",
                        "$.validFrom",
                        "in the years 0001 to 9999",
                        true),
                row(
                        TermsTexts.bare("'validTo':'0000-01-01','discounts':[" + TermsTexts.DISCOUNT + "]"),
                        "$.validTo",
                        "in the years 0001 to 9999",
                        true),
                row(
                        TermsTexts.terms(
                                "'limits':[{'key':'l','name':'L','maximum':5,'proration':'END_DAY_EXCLUDED'}]"),
                        "$.limits[0].proration",
                        "must be NONE or left out: bill runs take a period of an account as a whole",
                        true),
                row(
                        TermsTexts.terms(
                                "'commitments':[{'key':'c','name':'C','measure':'AMOUNT','committed':1,'cycles':1,"
                                        + "'chargedAs':{'product':'p','partner':'h'}}]"),
                        "$.commitments[0].earlyEnd",
                        "must be WAIVE_REST: bill runs do not charge the rest",
                        true));
    }

    private static String texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "'t" + i + "'").collect(Collectors.joining(","));
    }

    private static String discounts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> TermsTexts.DISCOUNT.replace("'key':'d'", "'key':'d" + i + "'"))
                .collect(Collectors.joining(","));
    }

    /** @param bySchema null where no schema can judge the text */
    private static Arguments row(String json, String path, String problem, Boolean bySchema) {
        return Arguments.of(json.replace('\'', '"'), path, problem, bySchema);
    }

    @ParameterizedTest(name = "{1}: {2}")
    @MethodSource("bad")
    void malformedTermsAreRefusedWithTheirPlace(String json, String path, String problem, Boolean bySchema)
            throws IOException {
        AccountTermsReading reading = AccountTermsJson.read(json);
        assertThat(reading).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.path()).isEqualTo(path);
            assertThat(refused.problem()).contains(problem).doesNotContain("fasterxml", "java.");
        });
        assertThatThrownBy(reading::orElseThrow).hasMessageContaining(path);
        if (bySchema != null) {
            assertThat(TermsTexts.schema().validate(json, InputFormat.JSON).isEmpty())
                    .isNotEqualTo(bySchema);
        }
    }
}
