package io.billinghub.adapters.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.adapters.format.Parsing;
import io.billinghub.adapters.format.Unpacker;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.CanonicalUsage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each preset reads its sample as its golden file says: {@code golden.json} was reckoned by hand and is looked at when it changes;
 * {@code -Dgolden.update} writes it again.
 */
class PresetsTest {

    private static final Path FOLDERS =
            Path.of(System.getProperty("hub.root", "."), "partner-adapters/src/main/resources/presets");
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @TempDir
    Path scratch;

    @TestFactory
    Stream<DynamicTest> eachPresetReadsItsSample() {
        return Presets.all().stream().map(preset -> dynamicTest(preset.name(), () -> reads(preset)));
    }

    @TestFactory
    Stream<DynamicTest> eachBillAddsUpToWhatItStates() {
        return Presets.all().stream()
                .filter(preset -> preset.descriptor().path("kind").asText().equals("BILL"))
                .map(preset -> dynamicTest(preset.name(), () -> {
                    Parsing parsed = parsed(preset);
                    BigDecimal stated = parsed.bill.orElseThrow().statedNet();
                    if (stated != null) {
                        assertThat(parsed.net()).isEqualByComparingTo(stated);
                    }
                    assertThat(parsed.lines).isNotEmpty();
                }));
    }

    private void reads(Preset preset) throws IOException {
        Path golden = FOLDERS.resolve(preset.name()).resolve("golden.json");
        JsonNode read = JSON.readTree(JSON.writeValueAsString(shown(parsed(preset))));
        if (System.getProperty("golden.update") != null) {
            Files.writeString(golden, JSON.writeValueAsString(read) + "\n");
        }
        assertThat(read).isEqualTo(JSON.readTree(golden.toFile()));
    }

    private Parsing parsed(Preset preset) throws IOException {
        Path sample = sample(preset);
        Path unpacked = new Unpacker(1 << 24, 100).unpack(sample, scratch.resolve("unpacked-" + preset.name()));
        return Parsing.of(Parsing.preset(preset.name()), sample.getFileName().toString(), unpacked);
    }

    private static Path sample(Preset preset) throws IOException {
        try (Stream<Path> files = Files.list(FOLDERS.resolve(preset.name()))) {
            List<Path> samples = files.filter(
                            file -> file.getFileName().toString().startsWith("sample."))
                    .toList();
            assertThat(samples).as("samples of the preset " + preset.name()).hasSize(1);
            return samples.get(0);
        }
    }

    private static ObjectNode shown(Parsing parsed) {
        ObjectNode shown = JSON.createObjectNode();
        parsed.bill.ifPresent(bill -> shown.set("bill", shown(bill)));
        ArrayNode lines = shown.putArray("lines");
        parsed.lines.forEach(line -> lines.add(shown(line)));
        parsed.usage.forEach(usage -> lines.add(shown(usage)));
        ArrayNode findings = shown.putArray("findings");
        parsed.flaws.forEach(flaw -> findings.add(flaw.rule() + " at " + flaw.place() + ": " + flaw.detail()));
        parsed.evidence.forEach(row -> findings.add(row.rule() + " at " + row.place() + ": " + row.detail()));
        return shown;
    }

    private static ObjectNode shown(CanonicalBill bill) {
        return JSON.createObjectNode()
                .put("number", bill.number())
                .put("type", bill.type().name())
                .put("currency", bill.currency())
                .put("periodFrom", text(bill.periodFrom()))
                .put("periodTo", text(bill.periodTo()))
                .put("statedNet", text(bill.statedNet()))
                .put("statedTax", text(bill.statedTax()));
    }

    private static ObjectNode shown(CanonicalLine line) {
        return JSON.createObjectNode()
                .put("place", line.place())
                .put("account", line.account())
                .put("product", line.product())
                .put("group", line.groupingKey())
                .put("description", line.description())
                .put("quantity", text(line.quantity()))
                .put("unit", line.unit())
                .put("net", text(line.net()))
                .put("taxCategory", line.tax() == null ? null : line.tax().category())
                .put("taxRate", line.tax() == null ? null : text(line.tax().rate()))
                .put("from", line.period() == null ? null : text(line.period().from()))
                .put("to", line.period() == null ? null : text(line.period().to()))
                .put("corrects", line.creditReference());
    }

    private static ObjectNode shown(CanonicalUsage usage) {
        return JSON.createObjectNode()
                .put("place", usage.place())
                .put("eventId", usage.eventId())
                .put("account", usage.account())
                .put("product", usage.product())
                .put("group", usage.groupingKey())
                .put("quantity", text(usage.quantity()))
                .put("unit", usage.unit())
                .put("at", text(usage.occurredAt()))
                .put("until", text(usage.endedAt()))
                .put("dimensions", usage.dimensions().isEmpty() ? null : new TreeMap<>(usage.dimensions()).toString())
                .put("amount", text(usage.amount()));
    }

    private static String text(Object value) {
        return value == null ? null : value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }
}
