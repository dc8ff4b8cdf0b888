package io.billinghub.core.accountterms.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.billinghub.core.accountterms.infrastructure.AccountTermsReading.Accepted;
import io.billinghub.core.accountterms.infrastructure.AccountTermsReading.Refused;
import io.billinghub.core.accountterms.model.TermsDocument;
import io.billinghub.core.rating.modifier.ChargedAs;
import io.billinghub.core.rating.modifier.LineScope;
import io.billinghub.core.rating.modifier.Validity;
import io.billinghub.core.rating.modifier.bundle.Bearer;
import io.billinghub.core.rating.modifier.bundle.Bundle;
import io.billinghub.core.rating.modifier.commitment.Commitment;
import io.billinghub.core.rating.modifier.discount.Audience;
import io.billinghub.core.rating.modifier.discount.Coupon;
import io.billinghub.core.rating.modifier.discount.Discount;
import io.billinghub.core.rating.modifier.discount.DiscountRules;
import io.billinghub.core.rating.modifier.loyalty.LoyaltyProgram;
import io.billinghub.core.rating.modifier.spend.SpendLimit;
import io.billinghub.core.rating.modifier.sponsor.Sponsorship;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Terms of accounts are read exactly or refused with place and reason; the JSON Schema says the same. */
class AccountTermsJsonTest {
    private static final String LIMIT = "{'key':'l','name':'L','minimum':5,'chargedAs':{'product':'p','partner':'h'}}";
    private static final String DISCOUNT = "{'key':'d','name':'D','reduction':{'type':'percentOff','percent':'10'}}";
    private static final String COUPON =
            "{'key':'%s','name':'D','reduction':{'type':'percentOff','percent':10},'coupon':{'code':'%s'}}";
    private static final String SPONSOR = "{'key':'s','name':'S','sponsor':'A-2'}";

    /** Terms in euro with this rest, in which apostrophes stand for quotation marks. */
    private static String terms(String rest) {
        return ("{'key':'gold','name':'Gold','currency':'EUR','validFrom':'2037-01-01'," + rest + "}")
                .replace('\'', '"');
    }

    private static String bare(String rest) {
        return ("{'key':'gold','name':'Gold','validFrom':'2037-01-01'," + rest + "}").replace('\'', '"');
    }

    static List<String> good() {
        return List.of(
                terms("'limits':[" + LIMIT + "]"),
                terms("'limits':[{'key':'m','name':'M','maximum':'99.90','basis':'BEFORE_DISCOUNTS',"
                        + "'proration':'NONE','scope':{'products':['fibre'],'kinds':['USAGE','RECURRING']}}]"),
                terms(
                        "'commitments':[{'key':'c','name':'C','measure':'AMOUNT','committed':1000,'cycles':12,'earlyEnd':'WAIVE_REST',"
                                + "'chargedAs':{'product':'p','partner':'h'}}]"),
                terms(
                        "'commitments':[{'key':'c','name':'C','measure':'QUANTITY','committed':'0.5','unit':'GB','cycles':1,"
                                + "'shortfallPrice':2,'priceBase':1000,'settlement':'EACH_CYCLE','surplusCounts':true,"
                                + "'earlyEnd':'WAIVE_REST','renews':true,'scope':{'partners':['cirrus']},"
                                + "'chargedAs':{'product':'p','partner':'h'}}]"),
                bare("'discounts':[" + DISCOUNT + "]"),
                bare("'discountRules':{'stacking':'BEST_ONLY','sequence':'PERCENT_FIRST','capPercent':'25'}"),
                bare("'audience':{},'discounts':[{'key':'d','name':'D','order':-1,"
                        + "'reduction':{'type':'percentOff','percent':'7.5'},"
                        + "'audience':{'segments':['business'],'accounts':['A-1']},"
                        + "'coupon':{'code':'WELCOME-10','timesPerAccount':3,'timesInAll':100},"
                        + "'validity':{'from':'2037-02-01','to':'2037-06-01','partial':'BY_DAYS'}}]"),
                terms("'audience':{'accounts':['A-1'],'groups':['staff','friends'],'segments':['private']},"
                        + "'validTo':'2038-01-01','discountRules':{'stacking':'ADDITIVE','sequence':'FIXED_FIRST','capAmount':20},"
                        + "'discounts':[{'key':'five','name':'Five off','reduction':{'type':'amountOff','amount':'5.00'},'cap':4,"
                        + "'coupon':{'code':'FIVE','amountPerAccount':50,'amountInAll':'10000.00'}}]"),
                bare("'bundles':[{'key':'b','name':'B','products':['fibre','cloud'],"
                        + "'reduction':{'type':'percentOff','percent':10}}]"),
                terms("'bundles':[{'key':'b','name':'B','products':['fibre','cloud','desk'],'atLeast':2,"
                        + "'reduction':{'type':'amountOff','amount':10},'on':['cloud'],"
                        + "'bearers':[{'party':'cirrus','weight':2},{'party':'host','weight':'0.5'}],"
                        + "'validity':{'to':'2040-01-01'},'cap':8}]"),
                terms("'loyalty':{'key':'p','name':'Points','points':1,'perAmount':10,'pointValue':'0.05'}"),
                terms("'loyalty':{'key':'p','name':'Points','points':'2.5','perAmount':1,'rounding':'HALF_UP',"
                        + "'earning':'PER_LINE','pointValue':1,'minimumBurn':100,'maximumPercent':50,"
                        + "'expiresAfterMonths':24,'scope':{'kinds':['USAGE']}}"),
                terms("'sponsorships':[" + SPONSOR + "]"),
                terms("'sponsorships':[{'key':'s','name':'S','sponsor':'A-2','order':2,'percent':50,'upTo':'20.00',"
                        + "'upToInAll':100,'scope':{'products':['data']},'validity':{'from':'2037-01-01'}}]"),
                terms("'limits':[" + LIMIT + "],'commitments':[],'discounts':[" + DISCOUNT + "],'sponsorships':["
                        + SPONSOR
                        + "],'loyalty':{'key':'p','name':'Points','points':1,'perAmount':10,'pointValue':'0.05'}"));
    }

    @ParameterizedTest
    @MethodSource("good")
    void termsAreReadWrittenAndReadAgainAsTheSame(String json) throws IOException {
        assertThat(AccountTermsJson.read(json)).isInstanceOf(Accepted.class);
        TermsDocument terms = AccountTermsJson.read(json).orElseThrow();
        String written = AccountTermsJson.write(terms);
        assertThat(AccountTermsJson.read(written).orElseThrow()).isEqualTo(terms);
        assertThat(schema().validate(json, InputFormat.JSON)).isEmpty();
        assertThat(schema().validate(written, InputFormat.JSON)).isEmpty();
    }

    @Test
    void whatAsksNothingIsNotWritten() {
        TermsDocument terms = AccountTermsJson.read(terms("'limits':[" + LIMIT + "],'discounts':[" + DISCOUNT + "]"))
                .orElseThrow();
        assertThat(AccountTermsJson.write(terms))
                .startsWith(
                        "{\"key\":\"gold\",\"name\":\"Gold\",\"currency\":\"EUR\",\"validFrom\":\"2037-01-01\",\"limits\":[{")
                .doesNotContain("scope", "audience", "taxPercent", "service", "fixed");
    }

    /** Text, path, what the problem says, and whether the schema refuses it too. */
    static List<Arguments> bad() {
        return List.of(
                row("[]", "$", "terms of accounts is a JSON object", true),
                row("{'key':'gold'", "$", "not well-formed JSON", null),
                row(bare("'discounts':[" + DISCOUNT + "],'name':'Again'"), "$", "not well-formed JSON", null),
                row(
                        "{'name':'Gold','validFrom':'2037-01-01','discounts':[" + DISCOUNT + "]}",
                        "$.key",
                        "must be given",
                        true),
                row(
                        "{'key':'Gold!','name':'G','validFrom':'2037-01-01','discounts':[" + DISCOUNT + "]}",
                        "$.key",
                        "'Gold!'",
                        true),
                row(
                        "{'key':'preview','name':'G','validFrom':'2037-01-01','discounts':[" + DISCOUNT + "]}",
                        "$.key",
                        "another key",
                        false),
                row(
                        "{'key':'gold','validFrom':'2037-01-01','discounts':[" + DISCOUNT + "]}",
                        "$",
                        "name is missing",
                        true),
                row("{'key':'gold','name':'G','discounts':[" + DISCOUNT + "]}", "$", "validFrom is missing", true),
                row(
                        "{'key':'gold','name':'G','validFrom':'1.1.2037','discounts':[" + DISCOUNT + "]}",
                        "$.validFrom",
                        "dates such as",
                        true),
                row(
                        bare("'validTo':'2037-01-01','discounts':[" + DISCOUNT + "]"),
                        "$",
                        "must be after validFrom",
                        false),
                row(bare("'discounts':[]"), "$", "the terms say nothing", true),
                row(
                        bare("'discount':[],'discounts':[" + DISCOUNT + "]"),
                        "$.discount",
                        "this property is unknown",
                        true),
                row(
                        bare("'creditReach':'NET_AND_TAX','discounts':[" + DISCOUNT + "]"),
                        "$.creditReach",
                        "this property is unknown",
                        true),
                row(bare("'validTo':null,'discounts':[" + DISCOUNT + "]"), "$.validTo", "leave the property out", true),
                row(bare("'limits':[" + LIMIT + "]"), "$.currency", "must be given", false),
                row(
                        terms("'audience':{'groups':['Staff']},'discounts':[" + DISCOUNT + "]"),
                        "$.audience.groups[0]",
                        "'Staff'",
                        true),
                row(
                        terms("'audience':{'segments':'business'},'discounts':[" + DISCOUNT + "]"),
                        "$.audience.segments",
                        "must be a list",
                        true),
                row(
                        terms("'limits':[{'key':'l','name':'L','minimum':5}]"),
                        "$.limits[0].chargedAs",
                        "must be given: product and partner",
                        true),
                row(terms("'limits':[{'key':'l','name':'L'}]"), "$.limits[0]", "needs a minimum or a maximum", true),
                row(
                        terms(
                                "'limits':[{'key':'l','name':'L','maximum':5,'chargedAs':{'product':'p','partner':'h'}}]"),
                        "$.limits[0].chargedAs",
                        "a maximum charges nothing",
                        true),
                row(
                        terms(
                                "'limits':[{'key':'l','name':'L','minimum':9,'maximum':5,'chargedAs':{'product':'p','partner':'h'}}]"),
                        "$.limits[0]",
                        "must not be above",
                        false),
                row(
                        terms(
                                "'limits':[{'key':'l','name':'L','minimum':5,'chargedAs':{'product':'p','partner':'h','taxPercent':24}}]"),
                        "$.limits[0].chargedAs.taxPercent",
                        "must be left out",
                        true),
                row(
                        terms("'limits':[{'key':'l','name':'L','minimum':5,'chargedAs':{'product':'p'}}]"),
                        "$.limits[0].chargedAs",
                        "partner is missing",
                        true),
                row(terms("'limits':[" + LIMIT + "," + LIMIT + "]"), "$.limits[1].key", "another modifier", false),
                row(
                        terms(
                                "'commitments':[{'key':'c','name':'C','measure':'QUANTITY','committed':1,'cycles':1,'chargedAs':{'product':'p','partner':'h'}}]"),
                        "$.commitments[0]",
                        "unit is missing",
                        true),
                row(
                        terms("'commitments':[{'key':'c','name':'C','measure':'AMOUNT','committed':1,'cycles':1}]"),
                        "$.commitments[0].chargedAs",
                        "a shortfall",
                        true),
                row(
                        terms(
                                "'commitments':[{'key':'c','name':'C','measure':'AMOUNT','committed':1,'cycles':0,'chargedAs':{'product':'p','partner':'h'}}]"),
                        "$.commitments[0]",
                        "cycles must be 1 or more",
                        true),
                row(
                        bare("'discountRules':{'stacking':'SUM'}"),
                        "$.discountRules.stacking",
                        "one of ADDITIVE, COMPOUND, BEST_ONLY",
                        true),
                row(bare("'discounts':[{'key':'d','name':'D'}]"), "$.discounts[0]", "reduction is missing", true),
                row(
                        bare("'discounts':[{'key':'d','name':'D','reduction':{'type':'halfOff'}}]"),
                        "$.discounts[0].reduction.type",
                        "allowed are amountOff, percentOff",
                        true),
                row(
                        bare("'discounts':[{'key':'d','name':'D','reduction':{'type':'percentOff','percent':101}}]"),
                        "$.discounts[0].reduction",
                        "at most 100",
                        true),
                row(
                        bare("'discounts':[" + COUPON.formatted("a", "X") + "," + COUPON.formatted("b", "X") + "]"),
                        "$.discounts[1].coupon.code",
                        "another discount",
                        false),
                row(
                        bare("'discounts':[" + COUPON.formatted("a", "TEN OFF") + "]"),
                        "$.discounts[0].coupon.code",
                        "'TEN OFF'",
                        true),
                row(
                        bare("'discounts':[{'key':'d','name':'D','reduction':{'type':'amountOff','amount':5}}]"),
                        "$.currency",
                        "must be given",
                        false),
                row(
                        bare(
                                "'discounts':[{'key':'d','name':'D','reduction':{'type':'percentOff','percent':5},'audience':{'segments':['VIP']}}]"),
                        "$.discounts[0].audience.segments[0]",
                        "'VIP'",
                        true),
                row(
                        bare(
                                "'bundles':[{'key':'b','name':'B','products':['fibre'],'reduction':{'type':'percentOff','percent':5}}]"),
                        "$.bundles[0]",
                        "two or more",
                        true),
                row(
                        bare(
                                "'bundles':[{'key':'b','name':'B','products':['a','b'],'atLeast':3,'reduction':{'type':'percentOff','percent':5}}]"),
                        "$.bundles[0]",
                        "atLeast 3",
                        false),
                row(
                        terms(
                                "'bundles':[{'key':'b','name':'B','products':['a','b'],'reduction':{'type':'percentOff','percent':5},'bearers':[{'party':'x','weight':0}]}]"),
                        "$.bundles[0]",
                        "weight above zero",
                        false),
                row(
                        terms("'loyalty':{'key':'p','name':'P','points':1,'perAmount':0,'pointValue':1}"),
                        "$.loyalty",
                        "perAmount must be greater than zero",
                        true),
                row(
                        terms(
                                "'loyalty':{'key':'p','name':'P','points':1,'perAmount':1,'pointValue':1,'expiresAfterMonths':'x'}"),
                        "$.loyalty.expiresAfterMonths",
                        "a whole number",
                        true),
                row(
                        terms("'audience':{'accounts':['A-2']},'sponsorships':[" + SPONSOR + "]"),
                        "$.sponsorships[0].sponsor",
                        "does not sponsor itself",
                        false),
                row(terms("'sponsorships':[{'key':'s','name':'S'}]"), "$.sponsorships[0]", "sponsor is missing", true),
                row(
                        terms("'discounts':[" + discounts(51) + "]"),
                        "$.discounts",
                        "holds 51 elements; allowed are up to 50",
                        true),
                row(
                        "{'key':'gold','name':'" + "x".repeat(101) + "','validFrom':'2037-01-01','discounts':["
                                + DISCOUNT + "]}",
                        "$.name",
                        "has 101 characters; allowed are up to 100",
                        true),
                row(
                        bare("'discounts':[" + DISCOUNT.replace("'D'", "'" + "x".repeat(101) + "'") + "]"),
                        "$.discounts[0].name",
                        "has 101 characters",
                        true),
                row(
                        bare(
                                "'discounts':[{'key':'d','name':'D','reduction':{'type':'percentOff','percent':5},'scope':{'partners':["
                                        + texts(101) + "]}}]"),
                        "$.discounts[0].scope.partners",
                        "holds 101 elements; allowed are up to 100",
                        true),
                row(
                        bare("'bundles':[{'key':'b','name':'B','products':[" + texts(101)
                                + "],'reduction':{'type':'percentOff','percent':5}}]"),
                        "$.bundles[0].products",
                        "holds 101 elements; allowed are up to 100",
                        true),
                row(
                        "{'key':'gold','name':'G','validFrom':'+20000000-01-01','discounts':[" + DISCOUNT + "]}",
                        "$.validFrom",
                        "in the years 0001 to 9999",
                        true),
                row(
                        bare("'validTo':'0000-01-01','discounts':[" + DISCOUNT + "]"),
                        "$.validTo",
                        "in the years 0001 to 9999",
                        true),
                row(
                        terms("'limits':[{'key':'l','name':'L','maximum':5,'proration':'END_DAY_EXCLUDED'}]"),
                        "$.limits[0].proration",
                        "must be NONE or left out: bill runs take a period of an account as a whole",
                        true),
                row(
                        terms("'commitments':[{'key':'c','name':'C','measure':'AMOUNT','committed':1,'cycles':1,"
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
                .mapToObj(i -> DISCOUNT.replace("'key':'d'", "'key':'d" + i + "'"))
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
            assertThat(schema().validate(json, InputFormat.JSON).isEmpty()).isNotEqualTo(bySchema);
        }
    }

    @Test
    void theSchemaKnowsTheComponentsThatTheRecordsHave() throws IOException {
        JsonNode schema;
        try (var stream = getClass().getResourceAsStream("/schema/account-terms.schema.json")) {
            schema = new ObjectMapper().readTree(stream);
        }
        assertThat(properties(schema)).containsExactlyInAnyOrderElementsOf(components(TermsDocument.class));
        Map<String, Class<?>> parts = Map.ofEntries(
                Map.entry("audience", Audience.class),
                Map.entry("scope", LineScope.class),
                Map.entry("validity", Validity.class),
                Map.entry("spendLimit", SpendLimit.class),
                Map.entry("commitment", Commitment.class),
                Map.entry("discountRules", DiscountRules.class),
                Map.entry("discount", Discount.class),
                Map.entry("coupon", Coupon.class),
                Map.entry("bundle", Bundle.class),
                Map.entry("bearer", Bearer.class),
                Map.entry("loyalty", LoyaltyProgram.class),
                Map.entry("sponsorship", Sponsorship.class));
        parts.forEach((name, type) -> assertThat(properties(schema.at("/$defs/" + name)))
                .as(name)
                .containsExactlyInAnyOrderElementsOf(components(type)));
        assertThat(components(ChargedAs.class)).containsExactly("product", "partner", "taxPercent");
        assertThat(properties(schema.at("/$defs/chargedAs"))).containsExactly("product", "partner");
    }

    private static List<String> properties(JsonNode object) {
        Iterable<String> names = () -> object.get("properties").fieldNames();
        return StreamSupport.stream(names.spliterator(), false).toList();
    }

    private static List<String> components(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    private static JsonSchema schema() throws IOException {
        try (var stream = AccountTermsJson.class.getResourceAsStream("/schema/account-terms.schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(stream);
        }
    }
}
