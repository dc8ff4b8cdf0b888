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
import io.billinghub.core.rating.plan.PricePlan;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
                        + "'atPeriodEnd':'SPLIT'},'model':{'type':'perUnit','unitPrice':1}"));
    }

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
                        "allowed are currency, key, metric, model, name, unit"),
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

    /** The same, of metrics and of models beyond tiers. */
    static List<List<String>> badModels() {
        return List.of(
                List.of(
                        plan("'model':{'type':'stairStep','tiers':[{'upTo':5}]}"),
                        "$.model.tiers[0]",
                        "fee is missing"),
                List.of(plan("'model':{'type':'stairStep','tiers':[]}"), "$.model", "at least one tier"),
                List.of(
                        plan("'model':{'type':'stairStep','tiers':[{'upTo':-1,'fee':1},{'fee':1}]}"),
                        "$.model.tiers[0]",
                        "upTo must be greater than zero"),
                List.of(plan("'model':{'type':'blockTiers','tiers':[]}"), "$.model", "tiers must not be empty"),
                List.of(
                        plan("'model':{'type':'blockTiers','tiers':[{'size':0,'price':1}]}"),
                        "$.model.tiers[0].size",
                        "greater than zero"),
                List.of(
                        plan("'model':{'type':'blockTiers','tiers':[{'size':1,'price':1,'blocks':'1.5'},{'size':1,'pri"
                                + "ce':1}]}"),
                        "$.model.tiers[0]",
                        "blocks must be a whole number"),
                List.of(
                        plan("'model':{'type':'blockTiers','tiers':[{'size':1,'price':1}],'charged':'BOTH'}"),
                        "$.model.charged",
                        "one of ALL_TIERS, TOP_TIER"),
                List.of(plan("'model':{'type':'percentage'}"), "$.model", "rate is missing"),
                List.of(plan("'model':{'type':'percentage','rate':'2.5%'}"), "$.model.rate", "'2.5%' is not a number"),
                List.of(
                        plan("'model':{'type':'percentage','rate':1,'freeTransactions':-1}"),
                        "$.model",
                        "freeTransactions must be zero or more"),
                List.of(
                        plan("'model':{'type':'percentage','rate':1,'freeTransactions':1.5}"),
                        "$.model.freeTransactions",
                        "a whole number"),
                List.of(
                        plan("'model':{'type':'percentage','rate':1,'freeAmount':-5}"),
                        "$.model",
                        "freeAmount must be zero or more"),
                List.of(
                        plan("'model':{'type':'percentage','rate':1,'limits':'EACH'}"),
                        "$.model.limits",
                        "one of PER_TRANSACTION, ON_SUM"),
                List.of(
                        plan("'model':{'type':'graduatedPercentage','tiers':[{'rate':1,'unitPrice':1}]}"),
                        "$.model.tiers[0].unitPrice",
                        "allowed are flatFee, rate, upTo"),
                List.of(
                        plan("'model':{'type':'matrix','dimensions':[],'cells':[{'model':{'type':'perUnit','unitPrice'"
                                + ":1}}]}"),
                        "$.model",
                        "dimensions must not be empty"),
                List.of(
                        plan("'model':{'type':'matrix','dimensions':['a'],'cells':[]}"),
                        "$.model",
                        "cells must not be empty"),
                List.of(
                        plan("'model':{'type':'matrix','dimensions':['a','a'],'cells':[{'model':{'type':'perUnit','uni"
                                + "tPrice':1}}]}"),
                        "$.model",
                        "dimensions holds 'a' twice"),
                List.of(
                        plan("'model':{'type':'matrix','dimensions':['a'],'cells':[{'when':{'a':1},'model':{'type':'pe"
                                + "rUnit','unitPrice':1}}]}"),
                        "$.model.cells[0].when.a",
                        "must be a text"),
                List.of(
                        plan("'model':{'type':'matrix','dimensions':['a'],'cells':[{'when':{'a':'1'},'model':{'type':'"
                                + "preRated'}}]}"),
                        "$.model.cells[0]",
                        "must price a quantity by itself"),
                List.of(
                        plan("'model':{'type':'matrix','dimensions':['a'],'cells':[{'when':{'a':'1'}}]}"),
                        "$.model.cells[0]",
                        "model is missing"),
                List.of(
                        plan("'model':{'type':'timeOfUse','zone':'','bands':[{'name':'n','model':{'type':'perUnit','un"
                                + "itPrice':1}}]}"),
                        "$.model.zone",
                        "is not a time zone; allowed are names"),
                List.of(
                        plan("'model':{'type':'timeOfUse','zone':'UTC','bands':[]}"),
                        "$.model",
                        "bands must not be empty"),
                List.of(
                        plan("'model':{'type':'timeOfUse','zone':'UTC','bands':[{'name':'n','from':'8','to':'20:00','m"
                                + "odel':{'type':'perUnit','unitPrice':1}}]}"),
                        "$.model.bands[0].from",
                        "'8' is not a time of the day; allowed are times such as 06:30"),
                List.of(
                        plan("'model':{'type':'timeOfUse','zone':'UTC','bands':[{'name':'n','from':'08:00','to':'24:00"
                                + "','model':{'type':'perUnit','unitPrice':1}}]}"),
                        "$.model.bands[0].to",
                        "midnight being 00:00"),
                List.of(
                        plan("'model':{'type':'timeOfUse','zone':'UTC','bands':[{'name':'n','from':'08:00','model':{'t"
                                + "ype':'perUnit','unitPrice':1}}]}"),
                        "$.model.bands[0]",
                        "given together, or left out"),
                List.of(
                        plan("'model':{'type':'timeOfUse','zone':'UTC','bands':[{'name':'n','days':['MON'],'model':{'t"
                                + "ype':'perUnit','unitPrice':1}}]}"),
                        "$.model.bands[0].days[0]",
                        "one of MONDAY, TUESDAY"),
                List.of(
                        plan("'model':{'type':'timeOfUse','zone':'UTC','bands':[{'name':'n','model':{'type':'perUnit',"
                                + "'unitPrice':1}}],'holidays':['25.12.2026']}"),
                        "$.model.holidays[0]",
                        "not a date"),
                List.of(
                        plan("'model':{'type':'timeOfUse','zone':'UTC','bands':[{'name':' ','model':{'type':'perUnit',"
                                + "'unitPrice':1}}]}"),
                        "$.model.bands[0]",
                        "name must not be blank"),
                List.of(
                        plan("'model':{'type':'capacity','percentile':{'rank':0},'model':{'type':'perUnit','unitPrice'"
                                + ":1}}"),
                        "$.model.percentile",
                        "rank must be greater than zero"),
                List.of(
                        plan("'model':{'type':'capacity','percentile':{'rank':'100.1'},'model':{'type':'perUnit','unit"
                                + "Price':1}}"),
                        "$.model.percentile",
                        "rank must be at most 100"),
                List.of(
                        plan("'model':{'type':'capacity','percentile':{'rank':95,'method':'NEAREST'},'model':{'type':'"
                                + "perUnit','unitPrice':1}}"),
                        "$.model.percentile.method",
                        "one of NEAREST_RANK, DISCARD_TOP, INTERPOLATED"),
                List.of(
                        plan("'model':{'type':'capacity','model':{'type':'capacity','model':{'type':'perUnit','unitPri"
                                + "ce':1}}}"),
                        "$.model",
                        "allowed are blockTiers, flat, graduated"),
                List.of(plan("'model':{'type':'dynamic'}"), "$.model", "carries is missing"),
                List.of(
                        plan("'model':{'type':'dynamic','carries':'PRICE'}"),
                        "$.model.carries",
                        "one of AMOUNT, UNIT_PRICE"),
                List.of(
                        plan("'model':{'type':'formula','expression':'a ^ 2','metrics':{'a':{'aggregation':'SUM'}}}"),
                        "$.model.expression",
                        "'^' at character 3 of the expression is not allowed"),
                List.of(
                        plan("'model':{'type':'formula','expression':'','metrics':{'a':{'aggregation':'SUM'}}}"),
                        "$.model.expression",
                        "must not be blank"),
                List.of(
                        plan("'model':{'type':'formula','expression':'2','metrics':{'1a':{'aggregation':'SUM'}}}"),
                        "$.model",
                        "'1a' is no name of a metric"),
                List.of(plan("'model':{'type':'formula','expression':'2'}"), "$.model", "metrics is missing"),
                List.of(
                        plan("'model':{'type':'formula','expression':'a','metrics':{'a':{'aggregation':'AVG'}}}"),
                        "$.model.metrics.a.aggregation",
                        "one of SUM, COUNT, UNIQUE_COUNT"),
                List.of(
                        plan("'metric':{},'model':{'type':'perUnit','unitPrice':1}"),
                        "$.metric",
                        "aggregation is missing"),
                List.of(
                        plan("'metric':{'aggregation':'UNIQUE_COUNT'},'model':{'type':'perUnit','unitPrice':1}"),
                        "$.metric",
                        "of is missing, UNIQUE_COUNT needs it"),
                List.of(
                        plan("'metric':{'aggregation':'SUM','of':'user'},'model':{'type':'perUnit','unitPrice':1}"),
                        "$.metric",
                        "of is for UNIQUE_COUNT alone"),
                List.of(
                        plan("'metric':{'aggregation':'PERCENTILE'},'model':{'type':'perUnit','unitPrice':1}"),
                        "$.metric",
                        "percentile is missing"),
                List.of(
                        plan("'metric':{'aggregation':'SUM','filters':[{'dimension':'a','operator':'EQ','values':['x',"
                                + "'y']}]},'model':{'type':'perUnit','unitPrice':1}"),
                        "$.metric.filters[0]",
                        "operator EQ takes exactly one value, but values holds 2"),
                List.of(
                        plan("'metric':{'aggregation':'SUM','filters':[{'dimension':'a','operator':'EXISTS','values':["
                                + "'x']}]},'model':{'type':'perUnit','unitPrice':1}"),
                        "$.metric.filters[0]",
                        "takes no values"),
                List.of(
                        plan("'metric':{'aggregation':'SUM','filters':[{'dimension':'a','operator':'LIKE','values':['x"
                                + "']}]},'model':{'type':'perUnit','unitPrice':1}"),
                        "$.metric.filters[0].operator",
                        "one of EQ, NE, IN, NOT_IN, EXISTS"),
                List.of(
                        plan("'metric':{'aggregation':'SUM','groupBy':['a','a']},'model':{'type':'perUnit','unitPrice'"
                                + ":1}"),
                        "$.metric",
                        "groupBy holds 'a' twice"),
                List.of(
                        plan("'metric':{'aggregation':'SUM','conversion':{'divide':0}},'model':{'type':'perUnit','unit"
                                + "Price':1}"),
                        "$.metric.conversion.divide",
                        "greater than zero"),
                List.of(
                        plan("'metric':{'aggregation':'SUM','rounding':{'increment':60,'mode':'UP'}},'model':{'type':'"
                                + "perUnit','unitPrice':1}"),
                        "$.metric.rounding",
                        "per is missing"),
                List.of(
                        plan("'metric':{'aggregation':'SUM','rounding':{'increment':0,'mode':'UP','per':'SUM'}},'model"
                                + "':{'type':'perUnit','unitPrice':1}"),
                        "$.metric.rounding",
                        "increment must be greater than zero"),
                List.of(
                        plan("'metric':{'aggregation':'SUM','atPeriodEnd':'CUT'},'model':{'type':'perUnit','unitPrice'"
                                + ":1}"),
                        "$.metric.atPeriodEnd",
                        "one of WHOLE, SPLIT"));
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

    /** The same, of metrics and of models beyond tiers. */
    static List<List<String>> meaninglessModels() {
        return List.of(
                List.of(
                        plan("'model':{'type':'stairStep','tiers':[{'upTo':5,'fee':1},{'upTo':5,'fee':1},{'fee':1}]}"),
                        "$.model",
                        "tiers[1] must end above 5"),
                List.of(
                        plan("'model':{'type':'blockTiers','tiers':[{'size':1,'price':1,'blocks':2}]}"),
                        "$.model",
                        "the last tier must be open; leave blocks out of it"),
                List.of(
                        plan("'model':{'type':'percentage','rate':1,'minimum':5,'maximum':4}"),
                        "$.model",
                        "maximum 4 is below minimum 5"),
                List.of(
                        plan("'model':{'type':'matrix','dimensions':['a'],'cells':[{'when':{'b':'1'},'model':{'type':'"
                                + "perUnit','unitPrice':1}}]}"),
                        "$.model",
                        "cells[0] names the dimension 'b'; allowed are a"),
                List.of(
                        plan(
                                "'model':{'type':'matrix','dimensions':['a'],'cells':[{'when':{'a':'1'},'model':{'type':'"
                                        + "perUnit','unitPrice':1}},{'when':{'a':'1'},'model':{'type':'perUnit','unitPrice':1}}]}"),
                        "$.model",
                        "cells[1] is for {a=1}, as is a cell before it"),
                List.of(
                        plan("'model':{'type':'matrix','dimensions':['a'],'cells':[{'when':{'a':'1'},'model':{'type':'"
                                + "percentage','rate':1,'fixed':1}}]}"),
                        "$.model.cells[0]",
                        "percentage without terms per transaction"),
                List.of(
                        plan("'model':{'type':'timeOfUse','zone':'Berlin','bands':[{'name':'n','model':{'type':'perUni"
                                + "t','unitPrice':1}}]}"),
                        "$.model.zone",
                        "'Berlin' is not a time zone; allowed are names"),
                List.of(
                        plan("'model':{'type':'timeOfUse','zone':'UTC','bands':[{'name':'n','from':'08:00','to':'08:00"
                                + "','model':{'type':'perUnit','unitPrice':1}}]}"),
                        "$.model.bands[0]",
                        "leave them out for the whole day"),
                List.of(
                        plan("'model':{'type':'timeOfUse','zone':'UTC','bands':[{'name':'n','model':{'type':'perUnit',"
                                + "'unitPrice':1}},{'name':'n','model':{'type':'perUnit','unitPrice':1}}]}"),
                        "$.model",
                        "bands holds 'n' twice"),
                List.of(
                        plan("'model':{'type':'timeOfUse','zone':'UTC','bands':[{'name':'n','days':['MONDAY'],'model':"
                                + "{'type':'perUnit','unitPrice':1}}],'holidays':['2026-12-25']}"),
                        "$.model",
                        "holidays have no price"),
                List.of(
                        plan("'model':{'type':'formula','expression':'a * b','metrics':{'a':{'aggregation':'SUM'}}}"),
                        "$.model",
                        "the expression names 'b', which is no metric of the plan; allowed are a"),
                List.of(
                        plan("'model':{'type':'formula','expression':'a * (2','metrics':{'a':{'aggregation':'SUM'}}}"),
                        "$.model.expression",
                        "the expression cannot be read at character"),
                List.of(
                        plan("'model':{'type':'formula','expression':'SQRT(a)','metrics':{'a':{'aggregation':'SUM'}}}"),
                        "$.model.expression",
                        "allowed functions are ABS, CEILING, FLOOR"),
                List.of(
                        plan("'model':{'type':'formula','expression':'1e9 * a','metrics':{'a':{'aggregation':'SUM'}}}"),
                        "$.model.expression",
                        "plain decimals such as 0.0025"),
                List.of(
                        plan("'model':{'type':'formula','expression':'a','metrics':{'a':{'aggregation':'SUM','groupBy'"
                                + ":['x']}}}"),
                        "$.model",
                        "metrics.a must have no groupBy"),
                List.of(
                        plan("'model':{'type':'formula','expression':'max','metrics':{'max':{'aggregation':'SUM'}}}"),
                        "$.model",
                        "'max' is a function and no name of a metric"),
                List.of(
                        plan("'metric':{'aggregation':'COUNT','rounding':{'increment':1,'mode':'UP','per':'EVENT'}},'m"
                                + "odel':{'type':'perUnit','unitPrice':1}"),
                        "$.metric",
                        "rounding must be per SUM"),
                List.of(
                        plan("'metric':{'aggregation':'TIME_WEIGHTED_SUM','atPeriodEnd':'WHOLE'},'model':{'type':'perU"
                                + "nit','unitPrice':1}"),
                        "$.metric",
                        "atPeriodEnd must be SPLIT or left out"),
                List.of(
                        plan("'metric':{'aggregation':'MAX'},'model':{'type':'dynamic','carries':'AMOUNT'}"),
                        "$",
                        "aggregation of the metric must be SUM, but is MAX"),
                List.of(
                        plan("'metric':{'aggregation':'SUM','atPeriodEnd':'SPLIT'},'model':{'type':'dynamic','carries'"
                                + ":'AMOUNT'}"),
                        "$",
                        "cannot be divided"),
                List.of(
                        plan("'metric':{'aggregation':'SUM','rounding':{'increment':1,'mode':'UP','per':'SUM'}},'model"
                                + "':{'type':'capacity','model':{'type':'perUnit','unitPrice':1}}"),
                        "$",
                        "rounding of the metric must be per EVENT"));
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
    @MethodSource({"bad", "badModels"})
    void whatIsWrongIsRefusedWithPlaceAndReasonByCodecAndSchema(List<String> example) throws IOException {
        assertRefused(example);
        assertThat(schema().validate(example.get(0), InputFormat.JSON)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource({"meaningless", "meaninglessModels"})
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
                Map.entry("quantityRounding", QuantityRounding.class));
        parts.forEach((name, type) -> assertThat(properties(schema.at("/$defs/" + name)))
                .as(name)
                .containsExactlyInAnyOrderElementsOf(components(type)));
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
