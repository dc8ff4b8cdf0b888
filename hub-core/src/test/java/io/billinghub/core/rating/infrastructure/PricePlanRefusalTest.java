package io.billinghub.core.rating.infrastructure;

import static io.billinghub.core.rating.infrastructure.PlanTexts.assertRefused;
import static io.billinghub.core.rating.infrastructure.PlanTexts.plan;
import static io.billinghub.core.rating.infrastructure.PlanTexts.schema;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a plan is told with its place. */
class PricePlanRefusalTest {

    /** What both the schema and the codec refuse: text, path, and what the problem must mention. */
    static List<List<String>> bad() {
        String price = "'model':{'type':'perUnit','unitPrice':'1'}";
        return List.of(
                List.of(
                        plan("'model':{'type':'gradual','tiers':[]}"),
                        "$.model.type",
                        "'gradual' is no type of charge model; allowed are blockTiers, capacity, dynamic, flat,"
                                + " formula, graduated, graduatedPercentage, matrix, package, perUnit, percentage,"
                                + " preRated, stairStep, timeOfUse, volume"),
                List.of(plan("'model':{'unitPrice':1}"), "$.model.type", "the type is missing"),
                List.of(plan("'model':'flat'"), "$.model.type", "the type is missing"),
                List.of(
                        plan("'modell':{}," + price),
                        "$.modell",
                        "allowed are currency, key, metric, model, modifiers, name, unit"),
                List.of(
                        plan("'model':{'type':'perUnit','unitPrice':1,'pricebase':5}"),
                        "$.model.pricebase",
                        "allowed are priceBase, unitPrice"),
                List.of(plan("'model':{'type':'perUnit'}"), "$.model", "unitPrice is missing"),
                List.of(
                        plan("'model':{'type':'perUnit','unitPrice':'1,50'}"),
                        "$.model.unitPrice",
                        "'1,50' is not a number"),
                List.of(plan("'model':{'type':'perUnit','unitPrice':''}"), "$.model.unitPrice", "not a number"),
                List.of(plan("'model':{'type':'perUnit','unitPrice':true}"), "$.model.unitPrice", "must be a number"),
                List.of(plan("'model':{'type':'perUnit','unitPrice':null}"), "$.model.unitPrice", "null"),
                List.of(
                        plan("'model':{'type':'perUnit','unitPrice':'1234567890123456'}"),
                        "$.model.unitPrice",
                        "15 digits"),
                List.of(plan("'model':{'type':'perUnit','unitPrice':1e15}"), "$.model.unitPrice", "too many digits"),
                List.of(
                        plan("'model':{'type':'perUnit','unitPrice':1,'priceBase':'0'}"),
                        "$.model.priceBase",
                        "greater than zero"),
                List.of(plan("'model':{'type':'package','size':0,'price':1}"), "$.model.size", "greater than zero"),
                List.of(plan("'model':{'type':'package','size':1,'price':1,'free':-1}"), "$.model", "free must be"),
                List.of(
                        plan("'model':{'type':'package','size':1,'price':1,'rounding':'up'}"),
                        "$.model.rounding",
                        "one of UP, DOWN"),
                List.of(
                        plan("'model':{'type':'package','size':1,'price':1,'rounding':0}"),
                        "$.model.rounding",
                        "one of UP, DOWN"),
                List.of(plan("'model':{'type':'graduated','tiers':[]}"), "$.model", "at least one tier"),
                List.of(plan("'model':{'type':'graduated','tiers':{}}"), "$.model.tiers", "must be a list"),
                List.of(
                        plan("'model':{'type':'graduated','tiers':[{'upTo':1,'unitPrice':1},{'unitPrice':'x'}]}"),
                        "$.model.tiers[1].unitPrice",
                        "'x' is not a number"),
                List.of(
                        plan("'model':{'type':'graduated','tiers':[{'upTo':0,'unitPrice':1},{'unitPrice':1}]}"),
                        "$.model.tiers[0]",
                        "upTo must be greater than zero"),
                List.of(
                        plan("'model':{'type':'volume','tiers':[{'unitPrice':1}],'flatFeeAtZero':'yes'}"),
                        "$.model.flatFeeAtZero",
                        "true or false"),
                List.of(
                        plan("'model':{'type':'flat','timing':'LATER','fee':1}"),
                        "$.model.timing",
                        "one of ONE_TIME, IN_ADVANCE, IN_ARREARS"),
                List.of(plan(price + ",'validFrom':'1.5.2026'"), "$.validFrom", "not a date"),
                List.of(plan(price + ",'validFrom':'+20000000-01-01'"), "$.validFrom", "in the years 0001 to 9999"),
                List.of(plan(price + ",'validFrom':'-0001-01-01'"), "$.validFrom", "in the years 0001 to 9999"),
                List.of(plan(price + ",'validFrom':'0000-01-01'"), "$.validFrom", "in the years 0001 to 9999"),
                List.of(plan(price + ",'validFrom':20260501"), "$.validFrom", "must be a text"),
                List.of(plan(price).replace("\"version\":1", "\"version\":0"), "$", "version must be"),
                List.of(plan(price).replace("\"version\":1,", ""), "$", "version must be given"),
                List.of(plan(price).replace("\"version\":1", "\"version\":1.5"), "$.version", "a whole number"),
                List.of(plan(price).replace("\"version\":1", "\"version\":\"1\""), "$.version", "a whole number"),
                List.of(plan(price).replace("\"version\":1", "\"version\":3000000000"), "$.version", "a whole number"),
                List.of(plan(price).replace("\"Plan\"", "\" \""), "$", "name must not be blank"),
                List.of(plan(price).replace("\"Plan\"", "7"), "$.name", "must be a text"),
                List.of(plan(price).replace("\"p\"", "\"P 1\""), "$", "small letters"),
                List.of(plan(price).replace("EUR", "eur"), "$.currency", "ISO 4217"),
                List.of("[]", "$", "object"),
                List.of("null", "$", "object"));
    }

    /** What only the codec can refuse. */
    static List<List<String>> meaningless() {
        return List.of(
                List.of(
                        plan("'model':{'type':'graduated','tiers':[{'upTo':1,'unitPrice':1}]}"),
                        "$.model",
                        "the last tier must be open, but ends at upTo 1"),
                List.of(
                        plan("'model':{'type':'graduated','tiers':[{'unitPrice':1},{'unitPrice':1}]}"),
                        "$.model",
                        "tiers[0] has no upTo"),
                List.of(
                        plan("'model':{'type':'volume','tiers':[{'upTo':5,'unitPrice':1},{'upTo':5.0,'unitPrice':1},"
                                + "{'unitPrice':1}]}"),
                        "$.model",
                        "tiers[1] must end above 5"),
                List.of(
                        plan("'model':{'type':'flat','timing':'ONE_TIME','fee':1,'proration':'END_DAY_EXCLUDED'}"),
                        "$.model",
                        "a one-time fee has no period"),
                List.of(
                        plan("'model':{'type':'preRated'},'validFrom':'2026-05-01','validTo':'2026-05-01'"),
                        "$",
                        "validTo 2026-05-01 must be after validFrom 2026-05-01"),
                List.of(plan("'model':{'type':'preRated'},'validFrom':'2026-02-29'"), "$.validFrom", "not a date"),
                List.of(plan("'model':{'type':'preRated'}").replace("EUR", "ABC"), "$.currency", "ISO 4217"),
                List.of(plan("'model':{'type':'perUnit','unitPrice':1e-31}"), "$.model.unitPrice", "too many digits"));
    }

    static List<List<String>> notJson() {
        return List.of(
                List.of("", "$", "object"),
                List.of("{\"key\":", "$", "not well-formed JSON (line 1, column"),
                List.of(plan("'model':{'type':'preRated'}") + " {}", "$", ""),
                List.of(plan("'model':{'type':'preRated'},'key':'q'"), "$", "Duplicate"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void whatIsWrongIsRefusedWithPlaceAndReasonByCodecAndSchema(List<String> example) throws IOException {
        assertRefused(example);
        assertThat(schema().validate(example.get(0), InputFormat.JSON)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("meaningless")
    void whatASchemaCannotSayIsRefusedByTheCodec(List<String> example) throws IOException {
        assertRefused(example);
        assertThat(schema().validate(example.get(0), InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("notJson")
    void whatIsNoJsonIsRefused(List<String> example) {
        assertRefused(example);
    }
}
