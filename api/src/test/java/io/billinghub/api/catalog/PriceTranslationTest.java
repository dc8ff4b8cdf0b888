package io.billinghub.api.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.core.error.HubException;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.rating.plan.PricePlan;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A price of TMF620 is a price plan that bills exactly what it says, or says why it is none. */
class PriceTranslationTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // price | quantity | amount
                "{'priceType':'usage','price':{'unit':'EUR','value':0.0025},'unitOfMeasure':{'units':'GB'}}              | 3   | 0.0075",
                "{'priceType':'Usage','price':{'unit':'EUR','value':7.50},'unitOfMeasure':{'amount':1000,'units':'GB'}} | 400 | 3",
                "{'priceType':'usage','price':{'unit':'EUR','value':0.1},'unitOfMeasure':{'amount':0.5,'units':'GB'}}   | 2   | 0.4",
                "{'pricePlan':{'currency':'EUR','unit':'GB','model':{'type':'volume','tiers':[{'upTo':'10','unitPrice':'2'},{'unitPrice':'1'}]}}} | 11 | 11",
                "{'pricePlan':{'currency':'EUR','unit':'GB','model':{'type':'package','size':'10','price':'2'}}} | 11 | 4",
            })
    void usageIsPricedToTheLastDigit(String price, String quantity, String amount) {
        assertThat(plan(price).rateUsage(new BigDecimal(quantity)).amount().getAmount())
                .isEqualByComparingTo(amount);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'priceType':'recurring','recurringChargePeriodType':'month','price':{'unit':'EUR','value':39.90}}   | subscription | IN_ARREARS",
                "{'priceType':'Recurring','recurringChargePeriodType':'Monthly','recurringChargePeriodLength':1,'price':{'unit':'EUR','value':39.90},'unitOfMeasure':{'amount':1,'units':'line'}} | line | IN_ARREARS",
                "{'priceType':'One-time','price':{'unit':'EUR','value':39.90}}                                        | piece        | ONE_TIME",
            })
    void feesAreFees(String price, String unit, String timing) {
        PricePlan plan = plan(price);
        assertThat(plan.unit()).isEqualTo(unit);
        assertThat(PricePlanJson.write(plan)).contains("\"fee\":\"39.90\"", timing);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                                                          | no priceType",
                "{'priceType':'discount','price':{'unit':'EUR','value':1}}                                   | no priceType",
                "{'priceType':'recurring'}                                                                   | no price",
                "{'priceType':'recurring','price':{'unit':'EUR','value':1}}                                  | each month",
                "{'priceType':'recurring','recurringChargePeriodType':'week','price':{'unit':'EUR','value':1}} | each month",
                "{'priceType':'recurring','recurringChargePeriodType':'month','recurringChargePeriodLength':3,'price':{'unit':'EUR','value':1}} | each month",
                "{'priceType':'oneTime','price':{'unit':'EUR','value':1},'unitOfMeasure':{'amount':2,'units':'piece'}} | stands for one unit",
                "{'priceType':'usage','price':{'unit':'EUR','value':1}}                                      | what is counted",
                "{'priceType':'usage','percentage':12.5,'price':{'unit':'EUR','value':1},'unitOfMeasure':{'units':'GB'}} | percentage",
                "{'priceType':'oneTime','isBundle':true,'price':{'unit':'EUR','value':1}}                    | bundle",
                "{'priceType':'oneTime','pricingLogicAlgorithm':[{'id':'1'}],'price':{'unit':'EUR','value':1}} | pricingLogicAlgorithm",
                "{'priceType':'oneTime','prodSpecCharValueUse':[{'name':'colour'}],'price':{'unit':'EUR','value':1}} | prodSpecCharValueUse",
            })
    void whatIsNotBilledSaysWhy(String price, String reason) {
        PriceTranslation translation = PriceTranslation.of(json(price), "key", 1);
        assertThat(translation.definition()).isNull();
        assertThat(translation.reason()).contains(reason);
    }

    @Test
    void aPlanIsShownSoThatItCanBeSentAgain() {
        String[] models = {
            "{\"type\":\"flat\",\"timing\":\"IN_ARREARS\",\"fee\":\"9.90\",\"proration\":\"END_DAY_EXCLUDED\"}",
            "{\"type\":\"flat\",\"timing\":\"IN_ADVANCE\",\"fee\":\"9.90\",\"proration\":\"NONE\"}",
            "{\"type\":\"flat\",\"timing\":\"ONE_TIME\",\"fee\":\"-9.90\",\"proration\":\"NONE\"}",
            "{\"type\":\"perUnit\",\"unitPrice\":\"0.10\",\"priceBase\":\"1000\"}",
            "{\"type\":\"graduated\",\"tiers\":[{\"upTo\":\"5\",\"unitPrice\":\"1\",\"flatFee\":\"0\"},{\"unitPrice\":\"2\",\"flatFee\":\"0\"}],\"priceBase\":\"1\",\"flatFeeAtZero\":false}",
            "{\"type\":\"preRated\"}",
        };
        for (String model : models) {
            ObjectNode stored = KeptPlan.of(KeptJson.read(
                    "{\"key\":\"k\",\"version\":3,\"name\":\"N\",\"currency\":\"EUR\",\"unit\":\"seat\",\"validFrom\":\"0001-01-01\",\"model\":"
                            + model + "}"));
            ObjectNode shown = KeptJson.read("{\"key\":\"k\"}");
            PriceDisplay.fill(shown, stored, 3);
            ObjectNode again = PriceTranslation.of(shown, "k", 3).definition();
            assertThat(KeptPlan.of(again)).as(model).isEqualTo(stored);
            PriceDisplay.requireAgreement(shown, again);
        }
    }

    @Test
    void whatIsMeasuredIsShownBesideTheModel() {
        ObjectNode stored = KeptPlan.of(json("{'key':'k','version':3,'name':'N','currency':'EUR','unit':'min',"
                + "'metric':{'aggregation':'SUM','groupBy':['zone'],'conversion':{'divide':'60'},"
                + "'rounding':{'increment':'1','mode':'UP','per':'EVENT'}},"
                + "'model':{'type':'perUnit','unitPrice':'0.10'}}"));
        ObjectNode shown = KeptJson.read("{\"key\":\"k\"}");
        PriceDisplay.fill(shown, stored, 3);
        assertThat(shown.path("pricePlan").path("metric")).isEqualTo(stored.path("metric"));
        assertThat(PriceTranslation.of(shown, "k", 3).definition().path("metric"))
                .isEqualTo(stored.path("metric"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'price':{'unit':'EUR','value':5}}                   | /price",
                "{'priceType':'recurring'}                            | /priceType",
                "{'unitOfMeasure':{'amount':1,'units':'minute'}}      | /unitOfMeasure",
            })
    void whatStandsBesideAPlanMayNotContradictIt(String beside, String pointer) {
        ObjectNode price = json(beside);
        price.set(
                "pricePlan",
                json("{'currency':'EUR','unit':'GB','model':{'type':'volume','tiers':[{'unitPrice':'2'}]}}"));
        ObjectNode definition =
                PriceTranslation.of(price.put("name", "N"), "k", 1).definition();
        assertThatThrownBy(() -> PriceDisplay.requireAgreement(price, definition))
                .isInstanceOf(HubException.class)
                .hasMessageContaining(pointer);
    }

    private static PricePlan plan(String price) {
        ObjectNode definition =
                PriceTranslation.of(json(price).put("name", "N"), "key", 1).definition();
        return PricePlanJson.read(definition.toString()).orElseThrow();
    }

    private static ObjectNode json(String text) {
        return KeptJson.read(text.replace('\'', '"'));
    }
}
