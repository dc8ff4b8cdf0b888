package io.billinghub.api.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of the marketplace's guide, as they stand there: all of them run, in their order, and then those of the partner's guide about
 * coming on board; and what they take is counted.
 */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class MarketplaceGuideIT {

    private static final Path ROOT = Path.of(System.getProperty("hub.root"));
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final Pattern FILE = Pattern.compile("(?ms)^cat > (\\S+) << 'END'\\n(.*?)^END$");
    private static final Pattern BODY = Pattern.compile("(?s)-d '(\\{.*?\\})'");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void eachCommandWorks() throws IOException, InterruptedException {
        Host host = Host.create("guide");
        Map<String, String> tokens = Map.of(
                "marketplace-admin",
                host.token(RealmRoles.MARKETPLACE_ADMIN),
                "hub-admin",
                host.token(RealmRoles.HUB_ADMIN),
                "partner-bergen-maps-as",
                host.partner("bergen-maps-as"));
        for (Map.Entry<String, String> token : tokens.entrySet()) {
            Files.writeString(folder.resolve(token.getKey()), token.getValue());
        }
        // the hub of this test gives other tokens than ./hub of the demo
        Path hub = folder.resolve("hub");
        Files.writeString(hub, "#!/bin/sh\nexec cat \"$2\"\n");
        assertThat(hub.toFile().setExecutable(true)).isTrue();
        String url =
                ConfigProvider.getConfig().getValue("test.url", String.class).replaceAll("/$", "");
        List<String> blocks = blocks(guide());
        String partners = Files.readString(ROOT.resolve("docs/guide-partner.md"));
        blocks.addAll(blocks(
                partners.substring(partners.indexOf("<!-- run: begin -->"), partners.indexOf("<!-- run: end -->"))));
        assertThat(blocks).hasSizeGreaterThan(14);
        String script = "set -eu\n" + String.join("\n", blocks).replace("http://127.0.0.1:8080", url);
        File output = folder.resolve("output").toFile();
        Process process = new ProcessBuilder("bash", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        String told = Files.readString(output.toPath());
        assertThat(process.exitValue()).as(told).isZero();
        assertThat(told)
                .contains(
                        "\"status\":\"ACCEPTED\"",
                        "\"state\":\"ACTIVE\"",
                        "\"status\":\"PARTLY_ACCEPTED\"",
                        "\"testedVersion\":2");
        assertThat(HubFixture.values(
                        "guide",
                        "select accepted_net::text || ' ' || b.currency from partner_bill b join party_role r on r.id = b.partner_id"
                                + " where r.key = 'bergen-maps-as'"))
                .containsExactly("40.1 EUR");
    }

    @Test
    void whatItTakesIsOnRecord() throws IOException {
        String guide = guide();
        String counted =
                guide.substring(guide.indexOf("<!-- effort: begin -->"), guide.indexOf("<!-- effort: end -->"));
        String commands = String.join("\n", blocks(counted));
        long calls = commands.lines().filter(line -> line.startsWith("curl ")).count();
        int typed = 0;
        Matcher body = BODY.matcher(commands);
        while (body.find()) {
            typed += values(JSON.readTree(body.group(1)));
        }
        Matcher file = FILE.matcher(commands);
        while (file.find()) {
            if (file.group(1).endsWith(".json")) {
                typed += values(JSON.readTree(file.group(2)));
            } else if (file.group(1).equals("links.csv")) {
                typed += file.group(2)
                        .lines()
                        .skip(1)
                        .mapToInt(row -> row.split(",", -1).length)
                        .sum();
            }
        }
        assertThat(calls).isLessThanOrEqualTo(6);
        assertThat(typed).isLessThanOrEqualTo(15);
        assertThat(Files.readString(ROOT.resolve("docs/onboarding-effort.md")))
                .contains("| API calls | " + calls + " |")
                .contains("| typed values | " + typed + " |");
    }

    private static int values(JsonNode node) {
        if (node.isValueNode()) {
            return 1;
        }
        int values = 0;
        for (JsonNode each : node) {
            values += values(each);
        }
        return values;
    }

    private static String guide() throws IOException {
        return Files.readString(ROOT.resolve("docs/guide-marketplace.md"));
    }

    private static List<String> blocks(String text) {
        List<String> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            blocks.add(block.group(1));
        }
        return blocks;
    }
}
