package io.billinghub.api.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.testing.GuideScript;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of the marketplace's guide, as they stand there: all of them run, in their order, and then those of the partner's guide about
 * coming on board; and what they take is counted.
 */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class MarketplaceGuideIT {

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
        List<String> blocks = GuideScript.blocks(guide());
        blocks.addAll(GuideScript.blocks(comingOnBoard()));
        assertThat(blocks).hasSizeGreaterThan(14);
        String told = GuideScript.run(blocks, folder, tokens, Map.of());
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
        String commands = String.join("\n", GuideScript.blocks(counted));
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
        assertThat(GuideScript.text("onboarding-effort.md"))
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
        return GuideScript.text("guide-marketplace.md");
    }

    private static String comingOnBoard() throws IOException {
        String partners = GuideScript.text("guide-partner.md");
        return partners.substring(partners.indexOf("<!-- run: begin -->"), partners.indexOf("<!-- run: end -->"));
    }
}
