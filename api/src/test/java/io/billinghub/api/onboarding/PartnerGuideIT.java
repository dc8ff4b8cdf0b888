package io.billinghub.api.onboarding;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.GuideScript;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the partner's guide behind coming on board, as they stand there, against the demo's data. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class PartnerGuideIT {

    private static final Pattern WEBHOOK = Pattern.compile("WEBHOOK ([0-9a-f-]{36})");
    private static final Pattern LISTENER = Pattern.compile("(?i)location: \\S*(/tmf-api/\\S+/hub/[0-9a-f-]{36})");

    @TempDir
    Path folder;

    @Test
    void eachCommandWorks() throws IOException, InterruptedException {
        DemoData.load();
        // no name is looked up on the way to a build
        String guide = GuideScript.text("guide-partner.md")
                .replaceAll("https://(partner|crm)\\.example\\.com/", "http://127.0.0.1:1025/");
        List<String> blocks = GuideScript.blocks(guide.substring(guide.indexOf("<!-- run: end -->")));
        assertThat(blocks).hasSizeGreaterThan(11);
        blocks.add("echo \"$webhook\" | sed 's/.*\"id\":\"\\([^\"]*\\)\".*/WEBHOOK \\1/'");
        Map<String, String> tokens = Stream.of(
                        "partner-mobilia", "partner-kinobox", "partner-sensate", "marketplace-admin")
                .collect(Collectors.toMap(Function.identity(), HubFixture::token));

        String told =
                GuideScript.run(blocks, folder, tokens, Map.of("QUARKUS_OIDC_AUTH_SERVER_URL", HubFixture.realm()));

        try {
            assertThat(told)
                    .contains("\"duplicate\":true", "\"byPartner\":true", "\"questions\":", "\"status\":\"guided\"");
        } finally {
            remove("partner-mobilia", "/hub/v1/webhooks/" + found(WEBHOOK, told));
            remove("marketplace-admin", found(LISTENER, told));
        }
    }

    private static String found(Pattern pattern, String told) {
        Matcher matcher = pattern.matcher(told);
        assertThat(matcher.find()).as(told).isTrue();
        return matcher.group(1);
    }

    private static void remove(String user, String path) {
        given().auth().oauth2(HubFixture.token(user)).delete(path).then().statusCode(204);
    }
}
