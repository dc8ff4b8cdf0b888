package io.billinghub.adapters.format;

import static io.billinghub.adapters.format.Malformed.broken;
import static io.billinghub.adapters.format.Malformed.cut;
import static io.billinghub.adapters.format.Malformed.quarantined;
import static io.billinghub.adapters.format.Malformed.refused;

import io.billinghub.adapters.descriptor.AdapterDescriptor;
import io.billinghub.adapters.format.Malformed.Row;
import io.billinghub.adapters.model.RuleCode;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** JSON and NDJSON that is cut off, doubled, too deep or too large, and expressions that do not end, are refused. */
class MalformedJsonTest {

    private static final String JSON_MAPPING = "{\"jsonata\": \"{'number': number, 'currency': 'EUR', 'net': net,"
            + " 'lines': [lines.{'account': a, 'product': 'p', 'net': net, 'quantity': q}]}\"}";

    @TestFactory
    Stream<DynamicTest> eachJsonIsRefused() {
        return Malformed.each(json());
    }

    private static Stream<Row> json() {
        AdapterDescriptor json = Parsing.descriptor("BILL", "{\"type\": \"json\"}", JSON_MAPPING);
        String line = "{\"number\": \"n\", \"lines\": [{\"a\": \"1\", \"net\": %s, \"q\": 1}]}";
        return Stream.of(
                refused("json: empty", json, "", RuleCode.EMPTY_DOCUMENT),
                refused("json: cut after a brace", json, "{", RuleCode.MALFORMED_DOCUMENT),
                refused("json: cut in a text", json, "{\"number\": \"n", RuleCode.MALFORMED_DOCUMENT),
                refused("json: cut behind a line", json, cut(line.formatted("1"), 0.9), RuleCode.MALFORMED_DOCUMENT),
                refused(
                        "json: something behind the end",
                        json,
                        line.formatted("1") + "{}",
                        RuleCode.MALFORMED_DOCUMENT),
                refused(
                        "json: a key twice",
                        json,
                        "{\"number\": \"1\", \"number\": \"2\"}",
                        RuleCode.MALFORMED_DOCUMENT),
                refused(
                        "json: a key twice, once escaped",
                        json,
                        "{\"number\": \"1\", \"n\\u0075mber\": \"2\"}",
                        RuleCode.MALFORMED_DOCUMENT),
                refused("json: 100,000 arrays deep", json, "[".repeat(100_000), RuleCode.MALFORMED_DOCUMENT),
                refused("json: NaN", json, line.formatted("NaN"), RuleCode.MALFORMED_DOCUMENT),
                refused(
                        "json: a number of 5,000 digits",
                        json,
                        line.formatted("9".repeat(5000)),
                        RuleCode.MALFORMED_DOCUMENT),
                quarantined("json: 1e999999999", json, line.formatted("1e999999999")),
                quarantined("json: 1e-999999999", json, line.formatted("1e-999999999")),
                quarantined("json: an amount that is true", json, line.formatted("true")),
                quarantined("json: an amount that is Infinity as text", json, line.formatted("\"Infinity\"")),
                refused(
                        "json: 1e999999999 in a sum",
                        Parsing.descriptor(
                                "BILL",
                                "{\"type\": \"json\"}",
                                "{\"jsonata\": \"{'number': 'n', 'net': $add(x, 1), 'lines': []}\"}"),
                        "{\"x\": 1e999999999}",
                        RuleCode.MAPPING_FAILED),
                refused("json: UTF-16", json, line.formatted("1").getBytes(StandardCharsets.UTF_16), RuleCode.NOT_UTF8),
                refused(
                        "json: Latin-1",
                        json,
                        "{\"number\": \"M\u00fcller\"}".getBytes(StandardCharsets.ISO_8859_1),
                        RuleCode.NOT_UTF8),
                refused("json: the number is an object", json, "{\"number\": {}}", RuleCode.MAPPING_FAILED),
                refused(
                        "json: two bills in an array",
                        stripe(),
                        "[" + invoice("a") + "," + invoice("b") + "]",
                        RuleCode.SEVERAL_BILLS),
                refused(
                        "json: the first page of its lines",
                        stripe(),
                        invoice("a").replace("\"has_more\": false", "\"has_more\": true"),
                        RuleCode.INCOMPLETE_DOCUMENT),
                broken(
                        "a page is missing",
                        "azure-csp-reconciliation",
                        "sample.json",
                        s -> s.replace("\"totalCount\": 3", "\"totalCount\": 4"),
                        RuleCode.INCOMPLETE_DOCUMENT),
                broken(
                        "an item is missing",
                        "mef-customer-bill",
                        "sample.json",
                        s -> s.replace("\"id\": \"WBI-2\", \"cust", "\"id\": \"WBI-3\", \"cust"),
                        RuleCode.INCOMPLETE_DOCUMENT),
                refused(
                        "jsonata: deeper and deeper",
                        Parsing.descriptor(
                                "BILL",
                                "{\"type\": \"json\"}",
                                "{\"jsonata\": \"($f := function($n) { 1 + $f($n) }; $f(1))\"}"),
                        "{}",
                        RuleCode.MAPPING_FAILED),
                quarantined(
                        "ndjson: a row that is cut off", ndjson(), "{\"a\": \"1\", \"net\": 1}\n{\"a\": \"2\", \"ne"),
                quarantined("ndjson: a key twice", ndjson(), "{\"a\": \"1\", \"net\": 1, \"net\": 2}"),
                quarantined("ndjson: an array", ndjson(), "[1]"),
                refused(
                        "ndjson: two bills",
                        ndjson(),
                        "{\"a\": \"1\", \"net\": 1, \"no\": \"x\"}\n{\"a\": \"1\", \"net\": 1, \"no\": \"y\"}",
                        RuleCode.SEVERAL_BILLS),
                refused(
                        "ndjson: 2 MiB without a line end",
                        ndjson(),
                        " ".repeat(1 << 21),
                        RuleCode.MALFORMED_DOCUMENT));
    }

    private static AdapterDescriptor stripe() {
        return Parsing.preset("stripe-invoice");
    }

    private static AdapterDescriptor ndjson() {
        return Parsing.descriptor(
                "BILL",
                "{\"type\": \"ndjson\"}",
                "{\"fields\": {\"account\": \"a\", \"net\": \"net\", \"number\": \"no\"}, \"constants\":"
                        + " {\"currency\": \"EUR\"}}");
    }

    private static String invoice(String number) {
        return "{\"object\": \"invoice\", \"number\": \"" + number
                + "\", \"currency\": \"eur\", \"customer\": \"c\", \"lines\": {\"has_more\": false, \"data\": []}}";
    }
}
