package io.billinghub.adapters.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.adapters.descriptor.DescriptorReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The descriptors and files in the partner's guide on flat files do what it says. */
class FlatGuideTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The guide's blocks in their order: descriptor and CSV, descriptor and records, and a descriptor with a preset. */
    /** The blocks that follow the words, before the next heading. */
    private static List<String> blocks(String words) throws IOException {
        String guide = Files.readString(Path.of(System.getProperty("hub.root", "."), "docs", "guide-partner.md"));
        int from = guide.indexOf(words);
        assertThat(from).as(words).isPositive();
        String section = guide.substring(from, guide.indexOf("\n### ", from + words.length()));
        return Pattern.compile("```[a-z]*\n(.*?)```", Pattern.DOTALL)
                .matcher(section)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    private static Parsing read(JsonNode descriptor, byte[] document) {
        ObjectNode whole = JSON.createObjectNode()
                .put("key", "test")
                .put("partner", "test")
                .put("agreement", "test")
                .put("kind", "BILL");
        whole.putObject("transport").put("type", "push");
        whole.setAll((ObjectNode) descriptor);
        return Parsing.of(new DescriptorReader().read(whole.toString()), "bill.csv", document);
    }

    @Test
    void theCsvGivesTheTwoLinesThatTheGuideTells() throws IOException {
        List<String> blocks = blocks("### Flat files");
        Parsing parsed = read(JSON.readTree(blocks.get(0)), blocks.get(1).getBytes(Charset.forName("windows-1252")));

        assertThat(parsed.flaws).isEmpty();
        assertThat(parsed.lines).hasSize(2);
        assertThat(parsed.lines.get(0)).satisfies(line -> {
            assertThat(line.product()).isEqualTo("messages");
            assertThat(line.quantity()).isEqualByComparingTo("12500");
            assertThat(line.unit()).isEqualTo("SMS");
            assertThat(line.net()).isEqualByComparingTo("1250.00");
        });
        assertThat(parsed.lines.get(1)).satisfies(line -> {
            assertThat(line.product()).isEqualTo("calls");
            assertThat(line.quantity()).isEqualByComparingTo("-10000");
            assertThat(line.unit()).isEqualTo("unit");
            assertThat(line.net()).isEqualByComparingTo("-3.50");
            assertThat(line.creditReference()).isEqualTo("R-118");
        });
    }

    @Test
    void theRecordsAddUpToTheirTotal() throws IOException {
        List<String> blocks = blocks("**Fixed width**");
        Parsing parsed = read(JSON.readTree(blocks.get(0)), blocks.get(1).getBytes(UTF_8));

        assertThat(parsed.flaws).isEmpty();
        assertThat(parsed.net()).isEqualByComparingTo("12.50");
        assertThat(parsed.bill.orElseThrow().statedNet()).isEqualByComparingTo("12.50");
        assertThat(parsed.bill.orElseThrow().number()).isEqualTo("FW-10-26");
    }

    @Test
    void theDescriptorWithAPresetIsAccepted() throws IOException {
        assertThat(new DescriptorReader().problems(blocks("### Presets").get(0)))
                .isEmpty();
    }
}
