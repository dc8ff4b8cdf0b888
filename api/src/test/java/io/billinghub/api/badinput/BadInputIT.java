package io.billinghub.api.badinput;

import static io.billinghub.api.badinput.BadDocuments.csv;
import static io.billinghub.api.badinput.BadDocuments.gzip;
import static io.billinghub.api.badinput.BadDocuments.half;
import static io.billinghub.api.badinput.BadDocuments.json;
import static io.billinghub.api.badinput.BadDocuments.pdf;
import static io.billinghub.api.badinput.BadDocuments.row;
import static io.billinghub.api.badinput.BadDocuments.utf8;
import static io.billinghub.api.badinput.BadDocuments.xml;
import static io.billinghub.api.badinput.BadDocuments.zeros;
import static io.billinghub.api.badinput.BadDocuments.zip;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.testing.Books;
import io.billinghub.api.testing.HubCalls;
import io.billinghub.api.testing.HubCalls.Reply;
import io.billinghub.api.testing.PackagedHub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bad input is answered clearly: a status, a rule code and a place, never a fault of the hub; and whatever was received can be
 * had again, byte for byte. Against the packaged application with a heap of 512 MiB.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {

    private static final String CSV = "kinobox-plain";
    private static final String JSON = "deskly-json";
    private static final String UBL = "mobilia-ubl";
    private static final String USAGE = "sensate-usage";
    private static final int MIB = 1 << 20;

    private PackagedHub hub;
    private HubCalls calls;

    /**
     * One bad input and its answer.
     *
     * @param place how the place of the first finding begins
     * @param stored status of the document, null where none is stored
     */
    record Case(String input, String adapter, byte[] content, int status, String code, String place, String stored) {
        String partner() {
            return adapter.substring(0, adapter.indexOf('-'));
        }

        @Override
        public String toString() {
            return "%-52s %s  %s at %s, %s".formatted(input, status, code, place, stored);
        }
    }

    @BeforeAll
    void startWithTheDemosMasterData() throws Exception {
        hub = new PackagedHub("bad_input_it", Map.of("HUB_ADAPTERS_SCHEDULED", "false")).start();
        calls = hub.calls();
        Path demo = hub.root().resolve("demo");
        calls.post("hub-admin", "/hub/v1/imports", Files.readString(demo.resolve("master-data.json")))
                .expect(200);
        List<JsonNode> adapters = new ArrayList<>(List.of(new ObjectMapper().readTree(BadDocuments.CSV_ADAPTER)));
        try (Stream<Path> files = Files.list(demo.resolve("adapters"))) {
            for (Path file : files.toList()) {
                adapters.add(new ObjectMapper().readTree(file.toFile()));
            }
        }
        for (JsonNode adapter : adapters) {
            calls.put(
                            "marketplace-admin",
                            "/hub/v1/adapters/" + adapter.path("key").asText(),
                            adapter)
                    .expect(200, 201);
        }
    }

    @AfterAll
    void nothingIsLeftBehindAndTheBooksHold() throws Exception {
        try (Books books = new Books(hub.database())) {
            assertThat(books.number("select count(*) from received_document where status = 'RECEIVED'"))
                    .isZero();
            JsonNode coherence = calls.get("auditor", "/hub/v1/coherence").expect(200);
            assertThat(coherence.path("coherent").asBoolean())
                    .as("%s", coherence)
                    .isTrue();
            assertThat(Files.readString(hub.log())).doesNotContain("OutOfMemoryError");
        } finally {
            hub.close();
        }
    }

    static Stream<Case> table() throws IOException {
        Path demo = Path.of(System.getProperty("hub.root", "..")).resolve("demo/documents");
        byte[] ubl = Files.readAllBytes(demo.resolve("mobilia/WS-2026-104417.xml"));
        byte[] plain = utf8(csv("PACKED", row("1", "1.00")));
        String refused = "REFUSED";
        String quarantined = "QUARANTINED";
        return Stream.of(
                // --- bytes
                new Case(
                        "CSV in Latin-1, declared UTF-8",
                        CSV,
                        csv("L1", row("1", "1.00")).getBytes(StandardCharsets.ISO_8859_1),
                        422,
                        "NOT_UTF8",
                        "byte ",
                        refused),
                new Case(
                        "JSON in Latin-1",
                        JSON,
                        json("L2", "100", "EUR", "100").getBytes(StandardCharsets.ISO_8859_1),
                        422,
                        "NOT_UTF8",
                        "byte ",
                        refused),
                new Case(
                        "CSV in UTF-16",
                        CSV,
                        csv("U16", row("1", "1.00")).getBytes(StandardCharsets.UTF_16),
                        422,
                        "NOT_UTF8",
                        "byte ",
                        refused),
                new Case("empty CSV", CSV, zeros(0), 422, "EMPTY_DOCUMENT", "document", refused),
                new Case("empty JSON", JSON, zeros(0), 422, "EMPTY_DOCUMENT", "document", refused),
                new Case("empty XML", UBL, zeros(0), 422, "EMPTY_DOCUMENT", "document", refused),
                new Case("empty NDJSON", USAGE, zeros(0), 422, "EMPTY_DOCUMENT", "document", refused),
                new Case(
                        "CSV of headers only",
                        CSV,
                        utf8(BadDocuments.HEADERS),
                        422,
                        "EMPTY_DOCUMENT",
                        "document",
                        refused),
                new Case("PDF sent to a CSV adapter", CSV, pdf(), 422, "NOT_UTF8", "byte ", refused),
                new Case("PDF sent to a JSON adapter", JSON, pdf(), 422, "NOT_UTF8", "byte ", refused),
                new Case("PDF sent to an XML adapter", UBL, pdf(), 422, "NOT_UTF8", "byte ", refused),
                new Case("PDF sent to an NDJSON adapter", USAGE, pdf(), 422, "NOT_UTF8", "byte ", refused),
                new Case(
                        "1 MiB of zero bytes as CSV",
                        CSV,
                        zeros(MIB),
                        422,
                        "MALFORMED_DOCUMENT",
                        "after row 1",
                        refused),
                new Case(
                        "a column is missing",
                        CSV,
                        utf8("number;account\n1;2\n"),
                        422,
                        "MALFORMED_DOCUMENT",
                        "row 1",
                        refused),
                new Case(
                        "quote that is never closed",
                        CSV,
                        utf8(csv("QUOTE", row("1", "\"1.00"))),
                        422,
                        "MALFORMED_DOCUMENT",
                        "after row",
                        refused),
                new Case(
                        "field of 2 MiB",
                        CSV,
                        utf8(csv("FIELD", row("1", "1".repeat(2 * MIB)))),
                        422,
                        "MALFORMED_DOCUMENT",
                        "after row",
                        refused),
                // --- XML and JSON
                new Case("truncated XML", UBL, half(ubl), 422, "MALFORMED_DOCUMENT", "line ", refused),
                new Case(
                        "XXE: a file",
                        UBL,
                        xml("<!DOCTYPE Invoice [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>", "<cbc:ID>&x;</cbc:ID>"),
                        422,
                        "XML_DTD",
                        "line ",
                        refused),
                new Case(
                        "XXE: an address",
                        UBL,
                        xml("<!DOCTYPE Invoice [<!ENTITY x SYSTEM \"http://127.0.0.1:9/x\">]>", "<cbc:ID>&x;</cbc:ID>"),
                        422,
                        "XML_DTD",
                        "line ",
                        refused),
                new Case(
                        "external document type",
                        UBL,
                        xml("<!DOCTYPE Invoice SYSTEM \"http://127.0.0.1:9/x.dtd\">", "<cbc:ID>1</cbc:ID>"),
                        422,
                        "XML_DTD",
                        "line ",
                        refused),
                new Case(
                        "billion laughs",
                        UBL,
                        xml(BadDocuments.billionLaughs(), "<cbc:ID>&a30;</cbc:ID>"),
                        422,
                        "XML_DTD",
                        "line ",
                        refused),
                new Case(
                        "XML of 100,000 levels",
                        UBL,
                        xml("", "<cbc:ID>".repeat(100_000)),
                        422,
                        "MALFORMED_DOCUMENT",
                        "/Invoice",
                        refused),
                new Case(
                        "truncated JSON",
                        JSON,
                        half(utf8(json("T", "100", "EUR", "100"))),
                        422,
                        "MALFORMED_DOCUMENT",
                        "line ",
                        refused),
                new Case(
                        "JSON of 100,000 levels",
                        JSON,
                        utf8("[".repeat(100_000)),
                        422,
                        "MALFORMED_DOCUMENT",
                        "document",
                        refused),
                new Case(
                        "JSON that says NaN",
                        JSON,
                        utf8(json("NAN", "NaN", "EUR", "100")),
                        422,
                        "MALFORMED_DOCUMENT",
                        "line ",
                        refused),
                new Case(
                        "JSON of another shape", JSON, utf8("{\"hello\": [1, 2]}"), 422, "MAPPING_FAILED", "", refused),
                // --- archives
                new Case("gzip bomb", CSV, gzip(zeros(64 * MIB)), 422, "ARCHIVE_REFUSED", "archive", refused),
                new Case("zip bomb", CSV, zip("a.csv", zeros(64 * MIB)), 422, "ARCHIVE_REFUSED", "archive", refused),
                new Case(
                        "zip in a zip",
                        CSV,
                        zip("a.zip", zip("a.csv", plain)),
                        422,
                        "ARCHIVE_REFUSED",
                        "archive",
                        refused),
                new Case("gzip in a gzip", CSV, gzip(gzip(plain)), 422, "ARCHIVE_REFUSED", "archive", refused),
                new Case("truncated gzip", CSV, half(gzip(plain)), 422, "ARCHIVE_REFUSED", "archive", refused),
                new Case("damaged zip", CSV, BadDocuments.damagedZip(), 422, "ARCHIVE_REFUSED", "archive", refused),
                new Case("encrypted zip", CSV, BadDocuments.encryptedZip(), 422, "ARCHIVE_REFUSED", "archive", refused),
                new Case(
                        "zip whose file name is not UTF-8",
                        CSV,
                        badName(zip("aä.csv", plain)),
                        422,
                        "ARCHIVE_REFUSED",
                        "archive",
                        refused),
                // --- amounts
                new Case(
                        "negative amount without a reference",
                        CSV,
                        utf8(csv("NEG", row("1", "-1.00"))),
                        201,
                        "NEGATIVE_WITHOUT_REFERENCE",
                        "row 2",
                        quarantined),
                new Case(
                        "amount of 30 digits, CSV",
                        CSV,
                        utf8(csv("30", row("1", "123456789012345678901234567890"))),
                        201,
                        "AMOUNT_OUT_OF_RANGE",
                        "row 2",
                        quarantined),
                new Case(
                        "amount of 30 digits, JSON",
                        JSON,
                        utf8(json("30", "123456789012345678901234567890", "EUR", "123456789012345678901234567890")),
                        201,
                        "AMOUNT_OUT_OF_RANGE",
                        "/lines/0",
                        quarantined),
                new Case(
                        "amount of 30 decimals",
                        CSV,
                        utf8(csv("30D", row("1", "1.123456789012345678901234567890"))),
                        201,
                        "AMOUNT_OUT_OF_RANGE",
                        "row 2",
                        quarantined),
                new Case(
                        "amount NaN",
                        CSV,
                        utf8(csv("NAN", row("1", "NaN"), row("2", "1.00"))),
                        201,
                        "MALFORMED_LINE",
                        "row 2",
                        "PARTLY_ACCEPTED"),
                new Case(
                        "amount Infinity",
                        CSV,
                        utf8(csv("INF", row("1", "Infinity"), row("2", "1.00"))),
                        201,
                        "MALFORMED_LINE",
                        "row 2",
                        "PARTLY_ACCEPTED"),
                new Case(
                        "amount 1e400, CSV",
                        CSV,
                        utf8(csv("1E", row("1", "1e400"), row("2", "1.00"))),
                        201,
                        "MALFORMED_LINE",
                        "row 2",
                        "PARTLY_ACCEPTED"),
                new Case(
                        "amount 1e400, JSON",
                        JSON,
                        utf8(json("1E", "1e400", "EUR", "100")),
                        201,
                        "MALFORMED_LINE",
                        "/lines/0",
                        quarantined),
                new Case(
                        "amount 1e999999999, JSON",
                        JSON,
                        utf8(json("1E9", "1e999999999", "EUR", "100")),
                        422,
                        "MAPPING_FAILED",
                        "document",
                        refused),
                new Case(
                        "stated total 1e400, JSON",
                        JSON,
                        utf8(json("1ET", "100", "EUR", "1e400")),
                        422,
                        "MAPPING_FAILED",
                        "document",
                        refused),
                new Case(
                        "amount NaN in the only line",
                        CSV,
                        utf8(csv("NAN1", row("1", "NaN"))),
                        422,
                        "MALFORMED_DOCUMENT",
                        "row 2",
                        refused),
                new Case(
                        "unknown currency",
                        CSV,
                        utf8(csv("XYZ", row("1", "1.00")).replace("EUR", "XYZ")),
                        422,
                        "UNKNOWN_CURRENCY",
                        "document",
                        refused),
                new Case(
                        "no currency",
                        CSV,
                        utf8(csv("NOC", row("1", "1.00")).replace("EUR", "")),
                        422,
                        "UNKNOWN_CURRENCY",
                        "document",
                        refused),
                new Case(
                        "currency that is not agreed",
                        JSON,
                        utf8(json("USD", "100", "USD", "100")),
                        201,
                        "CURRENCY_NOT_AGREED",
                        "document",
                        quarantined),
                new Case(
                        "wrong total, agreement refuses it",
                        CSV,
                        utf8(csv("TOT", row("1", "1.00"), "2;;TOTAL;;9.99;;;;EUR")),
                        422,
                        "TOTAL_MISMATCH",
                        "document",
                        refused),
                new Case(
                        "wrong total, quarantined",
                        JSON,
                        utf8(json("TOT", "100", "EUR", "999")),
                        201,
                        "TOTAL_MISMATCH",
                        "document",
                        quarantined),
                // --- dates and texts
                new Case(
                        "the year 0001",
                        CSV,
                        utf8(csv("Y1", row("1", "1.00").replace("2026-", "0001-"))),
                        422,
                        "MALFORMED_DOCUMENT",
                        "row 2",
                        refused),
                new Case(
                        "the year 9999",
                        CSV,
                        utf8(csv("Y9", row("1", "1.00").replace("2026-", "9999-"))),
                        422,
                        "MALFORMED_DOCUMENT",
                        "row 2",
                        refused),
                new Case(
                        "February 30",
                        CSV,
                        utf8(csv("FEB", row("1", "1.00").replace("2026-10-05", "2026-02-30"))),
                        422,
                        "MALFORMED_DOCUMENT",
                        "row 2",
                        refused),
                new Case(
                        "NUL in a text, CSV",
                        CSV,
                        utf8(csv("NUL", row("1", "1.00").replace("604410", "\u0000x"))),
                        201,
                        "UNKNOWN_ACCOUNT",
                        "row 2",
                        quarantined),
                new Case(
                        "NUL in a text, JSON",
                        JSON,
                        utf8(json("NU\\u0000L", "100", "EUR", "100").replace("DK-8801", "DK\\u0000")),
                        201,
                        "UNKNOWN_ACCOUNT",
                        "/lines/0",
                        quarantined),
                new Case(
                        "half a surrogate pair, JSON",
                        JSON,
                        utf8(json("SUR\\ud800", "100", "EUR", "100").replace("DK-8801", "\\ud800")),
                        201,
                        "UNKNOWN_ACCOUNT",
                        "/lines/0",
                        quarantined),
                new Case(
                        "an event that is no JSON",
                        USAGE,
                        utf8("{\"id\": \"x\", \n"),
                        201,
                        "MALFORMED_LINE",
                        "row 1",
                        quarantined));
    }

    /** Two bytes of the entry's name, in both directories, that no UTF-8 text has. */
    private static byte[] badName(byte[] zip) {
        for (int i = 0; i + 1 < zip.length; i++) {
            if (zip[i] == (byte) 0xC3 && zip[i + 1] == (byte) 0xA4) {
                zip[i] = (byte) 0xFF;
            }
        }
        return zip;
    }

    @ParameterizedTest
    @MethodSource("table")
    void itIsAnsweredClearlyAndKept(Case bad) throws Exception {
        Reply reply = push(bad.adapter(), bad.content(), Map.of());

        assertThat(reply.status()).as(reply.text()).isEqualTo(bad.status());
        assertThat(reply.text()).doesNotContain("Exception", "\\tat ", "java.", "io.billinghub");
        JsonNode finding = reply.json().path("findings").path(0);
        assertThat(finding.path("ruleCode").asText()).as(reply.text()).contains(bad.code());
        assertThat(finding.path("place").asText()).as(reply.text()).startsWith(bad.place());
        assertThat(finding.path("detail").asText()).isNotBlank();
        assertThat(finding.path("whatToDo").asText()).isNotBlank();
        assertKept(reply.json().path("id").asText(), bad.stored(), bad.content());
    }

    @Test
    void theSameDocumentTwiceIsTakenInOnce() throws Exception {
        byte[] content = utf8(csv("TWICE", row("1", "1.00")));

        JsonNode first = push(CSV, content, Map.of()).expect(201);
        JsonNode second = push(CSV, content, Map.of()).expect(200);

        assertThat(second.path("duplicate").asBoolean()).isTrue();
        assertThat(second.path("id")).isEqualTo(first.path("id"));
        assertThat(accepted("TWICE")).isEqualTo(1);
    }

    @Test
    void theSameDocumentEightTimesAtOnceIsTakenInOnce() throws Exception {
        byte[] content = utf8(csv("EIGHT", row("1", "1.00"), row("2", "2.00")));

        List<Reply> replies = atOnce(8, i -> push(CSV, content, Map.of()));

        assertThat(replies.stream().map(Reply::status).sorted())
                .containsExactly(200, 200, 200, 200, 200, 200, 200, 201);
        assertThat(replies.stream()
                        .map(reply -> reply.json().path("id").asText())
                        .distinct())
                .hasSize(1);
        assertThat(accepted("EIGHT")).isEqualTo(2);
    }

    @Test
    void oneKeyFourTimesAtOnceIsTakenInOnce() throws Exception {
        byte[] content = utf8(csv("KEYED", row("1", "1.00")));

        List<Reply> replies = atOnce(4, i -> push(CSV, content, Map.of("Idempotency-Key", "keyed-1")));

        assertThat(replies.stream().map(Reply::status)).allMatch(status -> status == 200 || status == 201);
        assertThat(accepted("KEYED")).isEqualTo(1);
    }

    @Test
    void ofTwoDocumentsWithOneNumberAtOnceOneIsRefused() throws Exception {
        List<Reply> replies = atOnce(2, i -> push(CSV, utf8(csv("SAME-NUMBER", row("1", (i + 1) + ".00"))), Map.of()));

        assertThat(replies.stream().map(Reply::status)).containsExactlyInAnyOrder(201, 422);
        Reply refused = replies.get(replies.get(0).status() == 422 ? 0 : 1);
        assertThat(refused.json().path("findings").path(0).path("ruleCode").asText())
                .isEqualTo("DUPLICATE_DOCUMENT_NUMBER");
        assertThat(accepted("SAME-NUMBER")).isEqualTo(1);
    }

    @Test
    void aKeyIsForOneBody() {
        Map<String, String> key = Map.of("Idempotency-Key", "one-body");
        byte[] content = utf8(csv("KEY-1", row("1", "1.00")));

        JsonNode first = push(CSV, content, key).expect(201);
        Reply other = push(CSV, utf8(csv("KEY-2", row("1", "1.00"))), key);

        assertThat(push(CSV, content, key).expect(201)).isEqualTo(first);
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.json().path("code").asText()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
    }

    /** Requests that are refused before anything is received. */
    @Test
    void whoMayNotSendIsToldSoAndNothingIsStored() throws Exception {
        byte[] content = utf8(csv("NOBODY", row("1", "1.00")));
        Map<String, String> expired = Map.of(
                "Authorization", "Bearer eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJleHAiOjEsImF1ZCI6Imh1Yi1hcGkifQ.AAAA");
        // status and code, user, partner, adapter, headers
        assertRefused(401, "UNAUTHORIZED", calls.push(null, "kinobox", CSV, content, Map.of()));
        assertRefused(401, "UNAUTHORIZED", calls.push(null, "kinobox", CSV, content, expired));
        assertRefused(403, "OTHER_PARTNER", calls.push("partner-mobilia", "kinobox", CSV, content, Map.of()));
        assertRefused(403, "FORBIDDEN", calls.push("customer", "kinobox", CSV, content, Map.of()));
        assertRefused(404, "UNKNOWN_PARTNER", calls.push("marketplace-admin", "nobody", CSV, content, Map.of()));
        assertRefused(404, "UNKNOWN_ADAPTER", calls.push("partner-kinobox", "kinobox", "none", content, Map.of()));
        assertRefused(404, "UNKNOWN_ADAPTER", calls.push("partner-kinobox", "kinobox", UBL, content, Map.of()));
        assertRefused(422, "ADAPTER_NEEDED", calls.push("partner-kinobox", "kinobox", null, content, Map.of()));
        // 64 MiB is what a document may have, 66 MB what the server reads at all
        assertRefused(413, "DOCUMENT_TOO_LARGE", push(CSV, zeros(64 * MIB + 1), Map.of()));
        assertRefused(413, "DOCUMENT_TOO_LARGE", push(CSV, zeros(64 * MIB + 1), Map.of("Idempotency-Key", "large")));
        assertThat(accepted("NOBODY")).isZero();
    }

    @Test
    void aCsvOfFiftyMegabytesIsTakenInWithinTheHeap() throws Exception {
        byte[] content = BadDocuments.bigCsv("BIG", 50_000_000);
        long begin = System.nanoTime();

        JsonNode taken = push(CSV, content, Map.of()).expect(201);

        System.out.printf(
                "%,d bytes, %,d lines: answered after %.1f s; most memory resident %d MiB with a heap of 512 MiB%n",
                content.length,
                taken.path("acceptedLines").asInt(),
                (System.nanoTime() - begin) / 1e9,
                hub.peakMemory());
        assertThat(taken.path("status").asText()).isEqualTo("ACCEPTED");
        assertThat(accepted("BIG")).isEqualTo(taken.path("acceptedLines").asLong());
        assertKept(taken.path("id").asText(), "ACCEPTED", content);
    }

    private void assertKept(String id, String status, byte[] content) {
        JsonNode document = calls.get("auditor", "/hub/v1/documents/" + id).expect(200);
        assertThat(document.path("status").asText()).isEqualTo(status);
        Reply raw = calls.get("auditor", "/hub/v1/documents/" + id + "/content");
        assertThat(raw.status()).isEqualTo(200);
        assertThat(raw.body()).as("raw bytes").isEqualTo(content);
    }

    private static void assertRefused(int status, String code, Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.json().path("code").asText()).as(reply.text()).isEqualTo(code);
        assertThat(reply.json().path("whatToDo").asText()).as(reply.text()).isNotBlank();
        assertThat(reply.json().path("id").isMissingNode()).isTrue();
    }

    private Reply push(String adapter, byte[] content, Map<String, String> headers) {
        String partner = adapter.substring(0, adapter.indexOf('-'));
        return calls.push("partner-" + partner, partner, adapter, content, headers);
    }

    private long accepted(String number) throws Exception {
        try (Books books = new Books(hub.database())) {
            return books.number(
                    "select count(*) from partner_bill_line l join partner_bill b on b.id = l.partner_bill_id"
                            + " where l.accepted and b.number = '" + number + "'");
        }
    }

    private interface Call {
        Reply of(int number);
    }

    private static List<Reply> atOnce(int count, Call call) {
        List<CompletableFuture<Reply>> replies = IntStream.range(0, count)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> call.of(i), command -> new Thread(command).start()))
                .toList();
        return replies.stream().map(CompletableFuture::join).toList();
    }
}
