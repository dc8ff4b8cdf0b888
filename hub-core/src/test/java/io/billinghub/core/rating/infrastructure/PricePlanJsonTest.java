package io.billinghub.core.rating.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.billinghub.core.rating.infrastructure.PricePlanReading.Accepted;
import io.billinghub.core.rating.infrastructure.PricePlanReading.Refused;
import io.billinghub.core.rating.model.Graduated;
import io.billinghub.core.rating.plan.PricePlan;
import io.billinghub.core.rating.model.Tier;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Price plans are read exactly or refused with place and reason; the JSON Schema says the same. */
class PricePlanJsonTest {
    private static final String HEAD =
            "{'key':'p','version':1,'name':'Plan','currency':'EUR','unit':'GB',".replace('\'', '"');

    private static String plan(String rest) {
        return HEAD + rest.replace('\'', '"') + "}";
    }

    static List<String> good() {
        return List.of(
                plan("'model':{'type':'perUnit','unitPrice':'0.40','priceBase':'1000'}"),
                plan("'model':{'unitPrice':0.1234567890123456789012345,'type':'perUnit'}"),
                plan("'model':{'type':'perUnit','unitPrice':-4E-7}"),
                plan("'model':{'type':'graduated','tiers':[{'unitPrice':1}]}"),
                plan("'model':{'type':'graduated','tiers':[{'upTo':'1000','unitPrice':'0.00'},"
                        + "{'upTo':'100000','unitPrice':'0.004'},{'unitPrice':'0.0025','flatFee':'5.00'}]}"),
                plan("'model':{'type':'volume','flatFeeAtZero':true,'priceBase':60,"
                        + "'tiers':[{'upTo':0.5,'unitPrice':2},{'unitPrice':1}]}"),
                plan("'model':{'type':'package','size':5,'price':'2.00','free':0,'rounding':'DOWN'}"),
                plan("'model':{'type':'package','size':'0.5','price':'2.00'}"),
                plan("'model':{'type':'flat','timing':'IN_ADVANCE','fee':10,'proration':'END_DAY_INCLUDED'},"
                        + "'validFrom':'2026-01-01','validTo':'2027-01-01'"),
                plan("'model':{'type':'flat','timing':'ONE_TIME','fee':'49.00'},'validTo':'2028-02-29'"),
                plan("'model':{'type':'preRated'},'validFrom':'2026-01-01'"));
    }

    /** What both the schema and the codec refuse: text, path, and what the problem must mention. */
    static List<List<String>> bad() {
        String price = "'model':{'type':'perUnit','unitPrice':'1'}";
        return List.of(
                List.of(
                        plan("'model':{'type':'gradual','tiers':[]}"),
                        "$.model.type",
                        "'gradual' is no type of charge model; allowed are flat, graduated, package, perUnit,"
                                + " preRated, volume"),
                List.of(plan("'model':{'unitPrice':1}"), "$.model.type", "the type is missing"),
                List.of(plan("'model':'flat'"), "$.model.type", "the type is missing"),
                List.of(plan("'modell':{}," + price), "$.modell", "allowed are currency, key, model, name, unit"),
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
    @MethodSource("good")
    void aPlanIsReadWrittenAndReadAgainAsTheSame(String json) throws IOException {
        assertThat(PricePlanJson.read(json)).isInstanceOf(Accepted.class);
        PricePlan plan = PricePlanJson.read(json).orElseThrow();
        String written = PricePlanJson.write(plan);
        assertThat(PricePlanJson.read(written).orElseThrow()).isEqualTo(plan);
        assertThat(schema().validate(json, InputFormat.JSON)).isEmpty();
        assertThat(schema().validate(written, InputFormat.JSON)).isEmpty();
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

    private static void assertRefused(List<String> example) {
        PricePlanReading reading = PricePlanJson.read(example.get(0));
        assertThat(reading).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.path()).isEqualTo(example.get(1));
            assertThat(refused.problem()).contains(example.get(2)).doesNotContain("fasterxml", "java.");
        });
        assertThatThrownBy(reading::orElseThrow).hasMessageContaining(example.get(1));
    }

    @Test
    void numbersKeepEveryDigit() {
        PricePlan plan = PricePlanJson.read(
                        plan("'model':{'tiers':[{'unitPrice':0.1234567890123456789012345}],'type':'graduated'}"))
                .orElseThrow();
        assertThat(plan.model())
                .isEqualTo(new Graduated(
                        List.of(new Tier(null, new BigDecimal("0.1234567890123456789012345"), null)), null, false));
        assertThat(PricePlanJson.write(plan)).contains("\"unitPrice\":\"0.1234567890123456789012345\"");
    }

    @Test
    void theSchemaKnowsTheModelsAndComponentsThatTheRecordsHave() throws IOException {
        JsonNode schema;
        try (var stream = getClass().getResourceAsStream("/schema/price-plan.schema.json")) {
            schema = new ObjectMapper().readTree(stream);
        }
        List<String> models = new ArrayList<>();
        schema.at("/properties/model/oneOf")
                .forEach(model -> models.add(model.get("$ref").asText().substring("#/$defs/".length())));
        assertThat(models).containsExactlyElementsOf(PricePlanJson.models().keySet());
        assertThat(properties(schema)).containsExactlyInAnyOrderElementsOf(components(PricePlan.class));
        assertThat(properties(schema.at("/$defs/tier"))).containsExactlyInAnyOrderElementsOf(components(Tier.class));
        PricePlanJson.models().forEach((name, model) -> {
            JsonNode definition = schema.at("/$defs/" + name);
            assertThat(properties(definition))
                    .as(name)
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(Stream.of("type"), components(model).stream())
                            .toList());
            assertThat(definition.at("/properties/type/const").asText()).isEqualTo(name);
        });
    }

    private static List<String> properties(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.get("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> components(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    private static JsonSchema schema() throws IOException {
        try (var stream = PricePlanJsonTest.class.getResourceAsStream("/schema/price-plan.schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(stream);
        }
    }
}
