package io.billinghub.api.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who runs the hub sees what came of an adapter's pulls, and switches it off and on. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class AdapterPullsIT {

    private static final String ADAPTER = "/hub/v1/adapters/cirrus-focus";

    @BeforeEach
    void month() {
        DemoData.load();
    }

    private static Wire.Answer pull() {
        Map<String, String> headers =
                Map.of("Idempotency-Key", UUID.randomUUID().toString(), "Content-Type", "application/json");
        return Wire.hub().send("POST", ADAPTER + "/pull", HubFixture.token("it-operative"), headers, "");
    }

    private static Wire.Answer enable(String user, String body) {
        return Wire.hub()
                .send(
                        "PUT",
                        ADAPTER + "/enabled",
                        HubFixture.token(user),
                        Map.of("Content-Type", "application/json"),
                        body);
    }

    @Test
    void aPullIsSeenOnTheAdapterAndInItsLog() {
        pull().expect(200);
        pull().expect(200);

        JsonNode seen = HubFixture.get("auditor", ADAPTER).path("pull");
        assertThat(seen.path("state").asText()).isEqualTo("DONE");
        assertThat(seen.path("failures").asInt()).isZero();
        assertThat(seen.path("nextAt").isTextual()).isTrue();
        JsonNode log = HubFixture.get("auditor", ADAPTER + "/pulls?limit=1");
        assertThat(log.at("/items/0/outcome").asText()).isEqualTo("DONE");
        assertThat(log.at("/items/0/onDemand").asBoolean()).isTrue();
        JsonNode before = HubFixture.get(
                "auditor", ADAPTER + "/pulls?limit=1&cursor=" + log.path("next").asText());
        assertThat(before.at("/items/0/startedAt").asText())
                .isLessThan(log.at("/items/0/startedAt").asText());
    }

    @Test
    void anAdapterThatIsSwitchedOffIsNotPulledUntilItIsSwitchedOn() {
        assertThat(enable("it-operative", "{\"enabled\": false}")
                        .expect(200)
                        .path("enabled")
                        .asBoolean())
                .isFalse();
        try {
            assertThat(pull().status()).isEqualTo(409);
        } finally {
            enable("marketplace-admin", "{\"enabled\": true}").expect(200);
        }
        pull().expect(200);
        assertThat(HubFixture.get("auditor", "/hub/v1/audit-events?subject=adapter/cirrus-focus&limit=2")
                        .path("items")
                        .findValuesAsText("action"))
                .containsOnly("adapter.enable");
    }

    @Test
    void whatIsToBeSwitchedHasToBeSaid() {
        assertThat(enable("it-operative", "{}").status()).isEqualTo(400);
        assertThat(enable("billing-operative", "{\"enabled\": false}").status()).isEqualTo(403);
    }
}
