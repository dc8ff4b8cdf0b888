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

/** What is wrong with metrics and with models beyond tiers is told with its place. */
class PricePlanModelRefusalTest {

    /** What both the schema and the codec refuse: text, path, and what the problem must mention. */
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

    @ParameterizedTest
    @MethodSource("badModels")
    void whatIsWrongIsRefusedWithPlaceAndReasonByCodecAndSchema(List<String> example) throws IOException {
        assertRefused(example);
        assertThat(schema().validate(example.get(0), InputFormat.JSON)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("meaninglessModels")
    void whatASchemaCannotSayIsRefusedByTheCodec(List<String> example) throws IOException {
        assertRefused(example);
        assertThat(schema().validate(example.get(0), InputFormat.JSON)).isEmpty();
    }
}
