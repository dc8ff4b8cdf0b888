package io.billinghub.core.rating.infrastructure;

import static io.billinghub.core.rating.infrastructure.PlanTexts.assertRefused;
import static io.billinghub.core.rating.infrastructure.PlanTexts.plan;
import static io.billinghub.core.rating.infrastructure.PlanTexts.schema;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import io.billinghub.core.rating.infrastructure.PricePlanReading.Accepted;
import io.billinghub.core.rating.metering.Conversion;
import io.billinghub.core.rating.metering.Filter;
import io.billinghub.core.rating.metering.Metric;
import io.billinghub.core.rating.metering.Percentile;
import io.billinghub.core.rating.metering.QuantityRounding;
import io.billinghub.core.rating.model.BlockTier;
import io.billinghub.core.rating.model.Graduated;
import io.billinghub.core.rating.model.MatrixCell;
import io.billinghub.core.rating.model.PercentageTier;
import io.billinghub.core.rating.model.StairTier;
import io.billinghub.core.rating.model.Tier;
import io.billinghub.core.rating.model.TimeBand;
import io.billinghub.core.rating.modifier.Validity;
import io.billinghub.core.rating.modifier.allowance.Allowance;
import io.billinghub.core.rating.modifier.allowance.RollOver;
import io.billinghub.core.rating.modifier.change.FeeChanges;
import io.billinghub.core.rating.modifier.commitment.Commitment;
import io.billinghub.core.rating.modifier.pricing.PlanModifiers;
import io.billinghub.core.rating.modifier.promotion.Promotion;
import io.billinghub.core.rating.modifier.spend.SpendLimit;
import io.billinghub.core.rating.plan.PricePlan;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Price plans are read exactly or refused with place and reason; the JSON Schema says the same. */
class PricePlanJsonTest {
    private static final String INNER = "{'type':'perUnit','unitPrice':1}";

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
                plan("'model':{'type':'preRated'},'validFrom':'2026-01-01'"),
                plan("'model':{'type':'stairStep','tiers':[{'upTo':5,'fee':'9.00'},{'fee':12}],'feeAtZero':true}"),
                plan(
                        "'model':{'type':'blockTiers','tiers':[{'size':10,'price':5,'blocks':3},{'size':1,'price':'0.40'}],"
                                + "'charged':'TOP_TIER','rounding':'DOWN'}"),
                plan("'model':{'type':'percentage','rate':'1.4'}"),
                plan("'model':{'type':'percentage','rate':'1.4','fixed':'0.25','freeTransactions':2,'freeAmount':'50',"
                        + "'minimum':'0.30','maximum':5,'limits':'ON_SUM'}"),
                plan("'model':{'type':'graduatedPercentage','tiers':[{'upTo':'1000','rate':'15'},"
                        + "{'rate':10,'flatFee':'5.00'}],'flatFeeAtZero':true}"),
                plan("'model':{'type':'matrix','dimensions':['region','qos'],'cells':[{'when':{'region':'EU'},"
                        + "'model':{'type':'perUnit','unitPrice':1}},{'model':{'type':'package','size':1,'price':2}}],"
                        + "'otherwise':{'type':'stairStep','tiers':[{'fee':3}]}}"),
                plan("'model':{'type':'timeOfUse','zone':'Europe/Berlin','bands':[{'name':'night','from':'22:00',"
                        + "'to':'06:00:30','days':['MONDAY','HOLIDAY'],'model':{'type':'perUnit','unitPrice':1}}],"
                        + "'holidays':['2026-12-25'],'otherwise':{'type':'perUnit','unitPrice':2}}"),
                plan("'model':{'type':'capacity','model':{'type':'perUnit','unitPrice':1}}"),
                plan("'model':{'type':'capacity','percentile':{'rank':'99.9','method':'INTERPOLATED'},"
                        + "'model':{'type':'volume','tiers':[{'unitPrice':1}]}}"),
                plan("'model':{'type':'dynamic','carries':'UNIT_PRICE','multiplier':'1.2'}"),
                plan("'model':{'type':'formula','expression':'IF(a > 1, a * 0.5, 0)',"
                        + "'metrics':{'a':{'aggregation':'UNIQUE_COUNT','of':'user'}}}"),
                plan("'metric':{'aggregation':'SUM','unit':'MB'},'model':{'type':'perUnit','unitPrice':1}"),
                plan("'metric':{'aggregation':'PERCENTILE','percentile':{'rank':95,'method':'DISCARD_TOP'},"
                        + "'filters':[{'dimension':'type','operator':'IN','values':['a','b']},"
                        + "{'dimension':'x','operator':'EXISTS'}],'groupBy':['site'],"
                        + "'conversion':{'multiply':8,'divide':'1000'},"
                        + "'rounding':{'increment':1,'mode':'HALF_UP','per':'SUM','minimum':'0.5'},"
                        + "'atPeriodEnd':'SPLIT'},'model':{'type':'perUnit','unitPrice':1}"),
                plan("'model':{'type':'perUnit','unitPrice':1},'modifiers':{}"),
                plan("'model':{'type':'perUnit','unitPrice':1},'modifiers':{'promotions':[]}"),
                plan("'model':{'type':'perUnit','unitPrice':1},'modifiers':{'allowance':{'key':'a','name':'A',"
                        + "'quantity':'10.5','unit':'GB'}}"),
                plan("'model':{'type':'perUnit','unitPrice':1},'modifiers':{'allowance':{'key':'a','name':'A',"
                        + "'quantity':10,'unit':'GB','proration':'END_DAY_EXCLUDED','decimals':3,'sharing':'SHARED',"
                        + "'rollOver':{'periods':2,'quantity':20,'order':'LAST'}}}"),
                plan("'model':{'type':'flat','timing':'IN_ADVANCE','fee':10},'modifiers':{'promotions':["
                        + "{'key':'p','name':'P','reduction':{'type':'percentOff','percent':'100.0'},'toPeriod':3},"
                        + "{'key':'q','name':'Q','reduction':{'type':'amountOff','amount':0},'fromPeriod':4,"
                        + "'validity':{'from':'2026-01-01','to':'2027-01-01','partial':'BY_DAYS'}}]}"),
                plan("'model':{'type':'flat','timing':'IN_ADVANCE','fee':10},'modifiers':{'changes':{}}"),
                plan("'model':{'type':'flat','timing':'IN_ARREARS','fee':10,'proration':'END_DAY_INCLUDED'},"
                        + "'modifiers':{'changes':{'rule':'BY_DAY','pausedPercent':'33.3'}}"),
                plan("'model':{'type':'flat','timing':'IN_ADVANCE','fee':10},"
                        + "'modifiers':{'changes':{'rule':'AT_END','pausedPercent':100}}"),
                plan("'model':{'type':'preRated'},'modifiers':{'limit':{'key':'l','name':'L','minimum':'5','maximum':9,"
                        + "'proration':'END_DAY_INCLUDED','basis':'BEFORE_DISCOUNTS','scope':{}}}"),
                plan("'model':{'type':'dynamic','carries':'AMOUNT'},'modifiers':{'commitment':{'key':'c','name':'C',"
                        + "'measure':'AMOUNT','committed':1000,'cycles':12,'settlement':'EACH_CYCLE',"
                        + "'surplusCounts':true,'earlyEnd':'WAIVE_REST','renews':true}}"),
                plan("'model':{'type':'perUnit','unitPrice':1},'modifiers':{'commitment':{'key':'c','name':'C',"
                        + "'measure':'QUANTITY','committed':'0.5','unit':'GB','cycles':1,'shortfallPrice':0,"
                        + "'priceBase':1000,'scope':{}},'limit':{'key':'l','name':'L','maximum':0},"
                        + "'promotions':[{'key':'p','name':'P','reduction':{'type':'percentOff','percent':0}}],"
                        + "'allowance':{'key':'a','name':'A','quantity':0,'unit':'GB'}}"));
    }

    @Test
    void modifiersThatHoldNothingAreNoneAndTheScopeOfAnAccountIsNotWritten() {
        PricePlan bare = PricePlanJson.read(plan("'model':" + INNER)).orElseThrow();
        PricePlan empty = PricePlanJson.read(plan("'model':" + INNER + ",'modifiers':{'promotions':[]}"))
                .orElseThrow();
        assertThat(empty).isEqualTo(bare);
        assertThat(empty.hasModifiers()).isFalse();
        PricePlan limited = PricePlanJson.read(
                        plan("'model':" + INNER + ",'modifiers':{'limit':{'key':'l','name':'L','minimum':5}}"))
                .orElseThrow();
        assertThat(limited.hasModifiers()).isTrue();
        assertThat(PricePlanJson.write(limited))
                .contains("\"modifiers\":{\"limit\":{\"key\":\"l\",\"name\":\"L\",\"minimum\":\"5\"")
                .doesNotContain("scope", "fixed", "chargedAs");
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

    /** What a plan may hold at most: its text for so many elements, how many, and where one more is refused. */
    static List<Arguments> limits() {
        return List.of(
                limit(
                        1000,
                        "$.model",
                        n -> plan("'model':{'type':'graduated','tiers':[" + list(n - 1, "{'upTo':#,'unitPrice':1},")
                                + "{'unitPrice':1}]}")),
                limit(
                        1000,
                        "$.model",
                        n -> plan("'model':{'type':'stairStep','tiers':[" + list(n - 1, "{'upTo':#,'fee':1},")
                                + "{'fee':1}]}")),
                limit(
                        1000,
                        "$.model",
                        n -> plan("'model':{'type':'blockTiers','tiers':["
                                + list(n - 1, "{'size':#,'price':1,'blocks':1},") + "{'size':1,'price':1}]}")),
                limit(
                        1000,
                        "$.model",
                        n -> plan("'model':{'type':'graduatedPercentage','tiers':["
                                + list(n - 1, "{'upTo':#,'rate':1},") + "{'rate':1}]}")),
                limit(
                        10_000,
                        "$.model",
                        n -> plan("'model':{'type':'matrix','dimensions':['a'],'cells':["
                                + list(n - 1, "{'when':{'a':'#'},'model':" + INNER + "},") + "{'model':" + INNER
                                + "}]}")),
                limit(
                        8,
                        "$.model",
                        n -> plan("'model':{'type':'matrix','dimensions':[" + list(n - 1, "'d#',")
                                + "'d'],'cells':[{'model':" + INNER + "}]}")),
                limit(
                        100,
                        "$.model",
                        n -> plan("'model':{'type':'timeOfUse','zone':'UTC','bands':["
                                + list(n - 1, "{'name':'b#','model':" + INNER + "},") + "{'name':'b','model':" + INNER
                                + "}]}")),
                limit(
                        1000,
                        "$.model",
                        n -> plan("'model':{'type':'timeOfUse','zone':'UTC','bands':[{'name':'b','model':" + INNER
                                + "}],'holidays':[" + days(n) + "]}")),
                limit(
                        50,
                        "$.model",
                        n -> plan("'model':{'type':'formula','expression':'m','metrics':{"
                                + list(n - 1, "'m#':{'aggregation':'SUM'},") + "'m':{'aggregation':'SUM'}}}")),
                limit(
                        50,
                        "$.metric",
                        n -> plan("'metric':{'aggregation':'SUM','filters':["
                                + list(n - 1, "{'dimension':'d#','operator':'EXISTS'},")
                                + "{'dimension':'d','operator':'EXISTS'}]},'model':" + INNER)),
                limit(
                        16,
                        "$.metric",
                        n -> plan("'metric':{'aggregation':'SUM','groupBy':[" + list(n - 1, "'d#',") + "'d']},'model':"
                                + INNER)),
                limit(
                        50,
                        "$.modifiers.promotions",
                        n -> plan("'modifiers':{'promotions':["
                                + list(n - 1, "{'key':'p#','name':'P','reduction':{'type':'amountOff','amount':1}},")
                                + "{'key':'p','name':'P','reduction':{'type':'amountOff','amount':1}}]},'model':"
                                + INNER)),
                limit(
                        1000,
                        "$.metric.filters[0]",
                        n -> plan("'metric':{'aggregation':'SUM','filters':[{'dimension':'d','operator':'IN','values':["
                                + list(n - 1, "'v#',") + "'v']}]},'model':" + INNER)));
    }

    private static Arguments limit(int most, String path, IntFunction<String> text) {
        return Arguments.of(most, path, text);
    }

    private static String list(int count, String element) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> element.replace("#", String.valueOf(i)))
                .collect(Collectors.joining());
    }

    private static String days(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "'" + LocalDate.of(2026, 1, 1).plusDays(i) + "'")
                .collect(Collectors.joining(","));
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("limits")
    void codecAndSchemaAgreeOnHowMuchAPlanHolds(int most, String path, IntFunction<String> text) throws IOException {
        assertThat(PricePlanJson.read(text.apply(most))).isInstanceOf(Accepted.class);
        assertThat(schema().validate(text.apply(most), InputFormat.JSON)).isEmpty();
        assertRefused(
                List.of(text.apply(most + 1), path, "holds " + (most + 1) + " elements; allowed are up to " + most));
        assertThat(schema().validate(text.apply(most + 1), InputFormat.JSON)).isNotEmpty();
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
        List<String> reductions = new ArrayList<>();
        schema.at("/$defs/promotion/properties/reduction/oneOf")
                .forEach(reduction ->
                        reductions.add(reduction.get("$ref").asText().substring("#/$defs/".length())));
        assertThat(reductions)
                .containsExactlyElementsOf(PriceLanguage.reductions().keySet());
        assertThat(properties(schema)).containsExactlyInAnyOrderElementsOf(components(PricePlan.class));
        Map<String, Class<?>> parts = Map.ofEntries(
                Map.entry("tier", Tier.class),
                Map.entry("stairTier", StairTier.class),
                Map.entry("blockTier", BlockTier.class),
                Map.entry("percentageTier", PercentageTier.class),
                Map.entry("matrixCell", MatrixCell.class),
                Map.entry("timeBand", TimeBand.class),
                Map.entry("metric", Metric.class),
                Map.entry("filter", Filter.class),
                Map.entry("percentile", Percentile.class),
                Map.entry("conversion", Conversion.class),
                Map.entry("quantityRounding", QuantityRounding.class),
                Map.entry("modifiers", PlanModifiers.class),
                Map.entry("allowance", Allowance.class),
                Map.entry("rollOver", RollOver.class),
                Map.entry("promotion", Promotion.class),
                Map.entry("validity", Validity.class),
                Map.entry("spendLimit", SpendLimit.class),
                Map.entry("commitment", Commitment.class),
                Map.entry("changes", FeeChanges.class));
        parts.forEach((name, type) -> assertThat(properties(schema.at("/$defs/" + name)))
                .as(name)
                .containsExactlyInAnyOrderElementsOf(components(type)));
        Map<String, Class<?>> typed = new TreeMap<>(PricePlanJson.models());
        typed.putAll(PriceLanguage.reductions());
        typed.forEach((name, model) -> {
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
}
