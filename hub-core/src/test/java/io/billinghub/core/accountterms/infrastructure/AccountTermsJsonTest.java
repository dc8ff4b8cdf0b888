package io.billinghub.core.accountterms.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import io.billinghub.core.accountterms.infrastructure.AccountTermsReading.Accepted;
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
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Terms of accounts are read exactly, and written as they were read; the JSON Schema knows the same parts. */
class AccountTermsJsonTest {

    static List<String> good() {
        return List.of(
                TermsTexts.terms("'limits':[" + TermsTexts.LIMIT + "]"),
                TermsTexts.terms("'limits':[{'key':'m','name':'M','maximum':'99.90','basis':'BEFORE_DISCOUNTS',"
                        + "'proration':'NONE','scope':{'products':['fibre'],'kinds':['USAGE','RECURRING']}}]"),
                TermsTexts.terms(
                        "'commitments':[{'key':'c','name':'C','measure':'AMOUNT','committed':1000,'cycles':12,'earlyEnd':'WAIVE_REST',"
                                + "'chargedAs':{'product':'p','partner':'h'}}]"),
                TermsTexts.terms(
                        "'commitments':[{'key':'c','name':'C','measure':'QUANTITY','committed':'0.5','unit':'GB','cycles':1,"
                                + "'shortfallPrice':2,'priceBase':1000,'settlement':'EACH_CYCLE','surplusCounts':true,"
                                + "'earlyEnd':'WAIVE_REST','renews':true,'scope':{'partners':['cirrus']},"
                                + "'chargedAs':{'product':'p','partner':'h'}}]"),
                TermsTexts.bare("'discounts':[" + TermsTexts.DISCOUNT + "]"),
                TermsTexts.bare(
                        "'discountRules':{'stacking':'BEST_ONLY','sequence':'PERCENT_FIRST','capPercent':'25'}"),
                TermsTexts.bare("'audience':{},'discounts':[{'key':'d','name':'D','order':-1,"
                        + "'reduction':{'type':'percentOff','percent':'7.5'},"
                        + "'audience':{'segments':['business'],'accounts':['A-1']},"
                        + "'coupon':{'code':'WELCOME-10','timesPerAccount':3,'timesInAll':100},"
                        + "'validity':{'from':'2037-02-01','to':'2037-06-01','partial':'BY_DAYS'}}]"),
                TermsTexts.terms("'audience':{'accounts':['A-1'],'groups':['staff','friends'],'segments':['private']},"
                        + "'validTo':'2038-01-01','discountRules':{'stacking':'ADDITIVE','sequence':'FIXED_FIRST','capAmount':20},"
                        + "'discounts':[{'key':'five','name':'Five off','reduction':{'type':'amountOff','amount':'5.00'},'cap':4,"
                        + "'coupon':{'code':'FIVE','amountPerAccount':50,'amountInAll':'10000.00'}}]"),
                TermsTexts.bare("'bundles':[{'key':'b','name':'B','products':['fibre','cloud'],"
                        + "'reduction':{'type':'percentOff','percent':10}}]"),
                TermsTexts.terms("'bundles':[{'key':'b','name':'B','products':['fibre','cloud','desk'],'atLeast':2,"
                        + "'reduction':{'type':'amountOff','amount':10},'on':['cloud'],"
                        + "'bearers':[{'party':'cirrus','weight':2},{'party':'host','weight':'0.5'}],"
                        + "'validity':{'to':'2040-01-01'},'cap':8}]"),
                TermsTexts.terms("'loyalty':{'key':'p','name':'Points','points':1,'perAmount':10,'pointValue':'0.05'}"),
                TermsTexts.terms(
                        "'loyalty':{'key':'p','name':'Points','points':'2.5','perAmount':1,'rounding':'HALF_UP',"
                                + "'earning':'PER_LINE','pointValue':1,'minimumBurn':100,'maximumPercent':50,"
                                + "'expiresAfterMonths':24,'scope':{'kinds':['USAGE']}}"),
                TermsTexts.terms("'sponsorships':[" + TermsTexts.SPONSOR + "]"),
                TermsTexts.terms(
                        "'sponsorships':[{'key':'s','name':'S','sponsor':'A-2','order':2,'percent':50,'upTo':'20.00',"
                                + "'upToInAll':100,'scope':{'products':['data']},'validity':{'from':'2037-01-01'}}]"),
                TermsTexts.terms("'limits':[" + TermsTexts.LIMIT + "],'commitments':[],'discounts':["
                        + TermsTexts.DISCOUNT + "],'sponsorships':["
                        + TermsTexts.SPONSOR
                        + "],'loyalty':{'key':'p','name':'Points','points':1,'perAmount':10,'pointValue':'0.05'}"));
    }

    @ParameterizedTest
    @MethodSource("good")
    void termsAreReadWrittenAndReadAgainAsTheSame(String json) throws IOException {
        assertThat(AccountTermsJson.read(json)).isInstanceOf(Accepted.class);
        TermsDocument terms = AccountTermsJson.read(json).orElseThrow();
        String written = AccountTermsJson.write(terms);
        assertThat(AccountTermsJson.read(written).orElseThrow()).isEqualTo(terms);
        assertThat(TermsTexts.schema().validate(json, InputFormat.JSON)).isEmpty();
        assertThat(TermsTexts.schema().validate(written, InputFormat.JSON)).isEmpty();
    }

    @Test
    void whatAsksNothingIsNotWritten() {
        TermsDocument terms = AccountTermsJson.read(TermsTexts.terms(
                        "'limits':[" + TermsTexts.LIMIT + "],'discounts':[" + TermsTexts.DISCOUNT + "]"))
                .orElseThrow();
        assertThat(AccountTermsJson.write(terms))
                .startsWith(
                        "{\"key\":\"gold\",\"name\":\"Gold\",\"currency\":\"EUR\",\"validFrom\":\"2037-01-01\",\"limits\":[{")
                .doesNotContain("scope", "audience", "taxPercent", "service", "fixed");
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
}
