package io.billinghub.api.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.testing.Books;
import io.billinghub.api.testing.HubCalls;
import io.billinghub.api.testing.HubCalls.Reply;
import io.billinghub.api.testing.PackagedHub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The packaged application with a heap of 512 MiB and the demo's master data, one for all classes of bad input. Each is
 * answered clearly: a status, a rule code and a place, never a fault of the hub; and whatever was received can be had again,
 * byte for byte.
 */
final class BadInputHub implements AutoCloseable {

    static final String CSV = "kinobox-plain";
    static final String JSON = "deskly-json";
    static final String UBL = "mobilia-ubl";
    static final String USAGE = "sensate-usage";
    static final int MIB = 1 << 20;

    private static final Path DEMO =
            Path.of(System.getProperty("hub.root", "..")).resolve("demo");

    private final PackagedHub hub;
    private final HubCalls calls;

    private BadInputHub() throws IOException, InterruptedException {
        hub = new PackagedHub("bad_input_it", Map.of("HUB_ADAPTERS_SCHEDULED", "false")).start();
        calls = hub.calls();
        calls.post("hub-admin", "/hub/v1/imports", Files.readString(DEMO.resolve("master-data.json")))
                .expect(200);
        List<JsonNode> adapters = new ArrayList<>(List.of(new ObjectMapper().readTree(BadDocuments.CSV_ADAPTER)));
        try (Stream<Path> files = Files.list(DEMO.resolve("adapters"))) {
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

    /**
     * Starts the hub before the first class that asks for it and stops it after the last; nothing is left behind by any of
     * them, and the books hold.
     */
    static final class Shared implements ParameterResolver, AfterAllCallback {

        private static final Namespace HERE = Namespace.create(BadInputHub.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == BadInputHub.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return hub(context);
        }

        @Override
        public void afterAll(ExtensionContext context) throws IOException, SQLException {
            hub(context).assertNothingIsLeftBehindAndTheBooksHold();
        }

        private static BadInputHub hub(ExtensionContext context) {
            return context.getRoot()
                    .getStore(HERE)
                    .getOrComputeIfAbsent(BadInputHub.class, key -> started(), BadInputHub.class);
        }

        private static BadInputHub started() {
            try {
                return new BadInputHub();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the hub was starting", e);
            }
        }
    }

    /** A document of the demo. */
    static byte[] demoDocument(String name) {
        try {
            return Files.readAllBytes(DEMO.resolve("documents").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HubCalls calls() {
        return calls;
    }

    /** The most memory that the hub has had resident, in MiB. */
    long peakMemory() throws IOException {
        return hub.peakMemory();
    }

    /** Pushes a document as the partner of the adapter. */
    Reply push(String adapter, byte[] content, Map<String, String> headers) {
        String partner = adapter.substring(0, adapter.indexOf('-'));
        return calls.push("partner-" + partner, partner, adapter, content, headers);
    }

    /** How many lines of the bill with this number are accepted. */
    long accepted(String number) throws SQLException {
        try (Books books = new Books(hub.database())) {
            return books.number(
                    "select count(*) from partner_bill_line l join partner_bill b on b.id = l.partner_bill_id"
                            + " where l.accepted and b.number = '" + number + "'");
        }
    }

    void assertAnsweredClearlyAndKept(BadCase bad) {
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

    void assertKept(String id, String status, byte[] content) {
        JsonNode document = calls.get("auditor", "/hub/v1/documents/" + id).expect(200);
        assertThat(document.path("status").asText()).isEqualTo(status);
        Reply raw = calls.get("auditor", "/hub/v1/documents/" + id + "/content");
        assertThat(raw.status()).isEqualTo(200);
        assertThat(raw.body()).as("raw bytes").isEqualTo(content);
    }

    /** Refused before anything was received. */
    static void assertRefused(int status, String code, Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.json().path("code").asText()).as(reply.text()).isEqualTo(code);
        assertThat(reply.json().path("whatToDo").asText()).as(reply.text()).isNotBlank();
        assertThat(reply.json().path("id").isMissingNode()).isTrue();
    }

    private void assertNothingIsLeftBehindAndTheBooksHold() throws IOException, SQLException {
        try (Books books = new Books(hub.database())) {
            assertThat(books.number("select count(*) from received_document where status = 'RECEIVED'"))
                    .isZero();
        }
        JsonNode coherence = calls.get("auditor", "/hub/v1/coherence").expect(200);
        assertThat(coherence.path("coherent").asBoolean()).as("%s", coherence).isTrue();
        assertThat(Files.readString(hub.log())).doesNotContain("OutOfMemoryError");
    }

    @Override
    public void close() {
        hub.close();
    }
}
