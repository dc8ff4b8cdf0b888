package io.billinghub.api.badinput;

import static io.billinghub.api.badinput.BadCase.partlyAccepted;
import static io.billinghub.api.badinput.BadCase.quarantined;
import static io.billinghub.api.badinput.BadCase.refused;
import static io.billinghub.api.badinput.BadDocuments.csv;
import static io.billinghub.api.badinput.BadDocuments.half;
import static io.billinghub.api.badinput.BadDocuments.json;
import static io.billinghub.api.badinput.BadDocuments.pdf;
import static io.billinghub.api.badinput.BadDocuments.row;
import static io.billinghub.api.badinput.BadDocuments.utf8;
import static io.billinghub.api.badinput.BadDocuments.xml;
import static io.billinghub.api.badinput.BadDocuments.zeros;
import static io.billinghub.api.badinput.BadInputHub.CSV;
import static io.billinghub.api.badinput.BadInputHub.JSON;
import static io.billinghub.api.badinput.BadInputHub.UBL;
import static io.billinghub.api.badinput.BadInputHub.USAGE;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents whose bytes, XML, JSON, dates or texts are not what their adapter reads. */
@ExtendWith(BadInputHub.Shared.class)
class BadEncodingIT {

    private final BadInputHub hub;

    BadEncodingIT(BadInputHub hub) {
        this.hub = hub;
    }

    static Stream<BadCase> table() {
        byte[] ubl = BadInputHub.demoDocument("mobilia/WS-2026-104417.xml");
        return Stream.of(
                refused(
                        "CSV in Latin-1, declared UTF-8",
                        CSV,
                        csv("L1", row("1", "1.00")).getBytes(StandardCharsets.ISO_8859_1),
                        "NOT_UTF8",
                        "byte "),
                refused(
                        "JSON in Latin-1",
                        JSON,
                        json("L2", "100", "EUR", "100").getBytes(StandardCharsets.ISO_8859_1),
                        "NOT_UTF8",
                        "byte "),
                refused(
                        "CSV in UTF-16",
                        CSV,
                        csv("U16", row("1", "1.00")).getBytes(StandardCharsets.UTF_16),
                        "NOT_UTF8",
                        "byte "),
                refused("empty CSV", CSV, zeros(0), "EMPTY_DOCUMENT", "document"),
                refused("empty JSON", JSON, zeros(0), "EMPTY_DOCUMENT", "document"),
                refused("empty XML", UBL, zeros(0), "EMPTY_DOCUMENT", "document"),
                refused("empty NDJSON", USAGE, zeros(0), "EMPTY_DOCUMENT", "document"),
                refused("CSV of headers only", CSV, utf8(BadDocuments.HEADERS), "EMPTY_DOCUMENT", "document"),
                refused("PDF sent to a CSV adapter", CSV, pdf(), "NOT_UTF8", "byte "),
                refused("PDF sent to a JSON adapter", JSON, pdf(), "NOT_UTF8", "byte "),
                refused("PDF sent to an XML adapter", UBL, pdf(), "NOT_UTF8", "byte "),
                refused("PDF sent to an NDJSON adapter", USAGE, pdf(), "NOT_UTF8", "byte "),
                refused("a column is missing", CSV, utf8("number;account\n1;2\n"), "MALFORMED_DOCUMENT", "row 1"),
                refused(
                        "quote that is never closed",
                        CSV,
                        utf8(csv("QUOTE", row("1", "\"1.00"))),
                        "MALFORMED_DOCUMENT",
                        "after row"),
                refused("truncated XML", UBL, half(ubl), "MALFORMED_DOCUMENT", "line "),
                refused(
                        "XXE: a file",
                        UBL,
                        xml("<!DOCTYPE Invoice [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>", "<cbc:ID>&x;</cbc:ID>"),
                        "XML_DTD",
                        "line "),
                refused(
                        "XXE: an address",
                        UBL,
                        xml("<!DOCTYPE Invoice [<!ENTITY x SYSTEM \"http://127.0.0.1:9/x\">]>", "<cbc:ID>&x;</cbc:ID>"),
                        "XML_DTD",
                        "line "),
                refused(
                        "external document type",
                        UBL,
                        xml("<!DOCTYPE Invoice SYSTEM \"http://127.0.0.1:9/x.dtd\">", "<cbc:ID>1</cbc:ID>"),
                        "XML_DTD",
                        "line "),
                refused(
                        "billion laughs",
                        UBL,
                        xml(BadDocuments.billionLaughs(), "<cbc:ID>&a30;</cbc:ID>"),
                        "XML_DTD",
                        "line "),
                refused(
                        "XML of 100,000 levels",
                        UBL,
                        xml("", "<cbc:ID>".repeat(100_000)),
                        "MALFORMED_DOCUMENT",
                        "/Invoice"),
                refused(
                        "truncated JSON",
                        JSON,
                        half(utf8(json("T", "100", "EUR", "100"))),
                        "MALFORMED_DOCUMENT",
                        "line "),
                refused("JSON of 100,000 levels", JSON, utf8("[".repeat(100_000)), "MALFORMED_DOCUMENT", "document"),
                refused(
                        "JSON that says NaN",
                        JSON,
                        utf8(json("NAN", "NaN", "EUR", "100")),
                        "MALFORMED_DOCUMENT",
                        "line "),
                refused("JSON of another shape", JSON, utf8("{\"hello\": [1, 2]}"), "MAPPING_FAILED", ""),
                refused(
                        "the year 0001",
                        CSV,
                        utf8(csv("Y1", row("1", "1.00").replace("2026-", "0001-"))),
                        "MALFORMED_DOCUMENT",
                        "row 2"),
                refused(
                        "the year 9999",
                        CSV,
                        utf8(csv("Y9", row("1", "1.00").replace("2026-", "9999-"))),
                        "MALFORMED_DOCUMENT",
                        "row 2"),
                refused(
                        "February 30",
                        CSV,
                        utf8(csv("FEB", row("1", "1.00").replace("2026-10-05", "2026-02-30"))),
                        "MALFORMED_DOCUMENT",
                        "row 2"),
                partlyAccepted(
                        "February 30 beside a good row, with an amount",
                        CSV,
                        utf8(csv("FEB-2", row("1", "1.00").replace("2026-10-05", "2026-02-30"), row("2", "2.00"))),
                        "MALFORMED_LINE",
                        "row 2"),
                refused(
                        "NUL in a text, CSV",
                        CSV,
                        utf8(csv("NUL", row("1", "1.00").replace("604410", "\u0000x"))),
                        "MALFORMED_DOCUMENT",
                        "row 2"),
                refused(
                        "NUL in a text, JSON",
                        JSON,
                        utf8(json("NU\\u0000L", "100", "EUR", "100").replace("DK-8801", "DK\\u0000")),
                        "MALFORMED_DOCUMENT",
                        "/number"),
                refused(
                        "half a surrogate pair, JSON",
                        JSON,
                        utf8(json("SUR\\ud800", "100", "EUR", "100").replace("DK-8801", "\\ud800")),
                        "MALFORMED_DOCUMENT",
                        "/number"),
                quarantined("an event that is no JSON", USAGE, utf8("{\"id\": \"x\", \n"), "MALFORMED_LINE", "row 1"));
    }

    @ParameterizedTest
    @MethodSource("table")
    void itIsAnsweredClearlyAndKept(BadCase bad) {
        hub.assertAnsweredClearlyAndKept(bad);
    }
}
