package io.billinghub.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.callback.QuarkusTestAfterAllCallback;
import io.quarkus.test.junit.callback.QuarkusTestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All invariants of the books hold. Runs after each class of integration tests by itself (it is registered as a service of
 * Quarkus' tests), for each tenant that has a login for it and exists by then.
 */
public final class Coherent implements QuarkusTestAfterAllCallback {

    private static final Map<String, String> WHO_MAY_CHECK = Map.of("nordlys", "auditor", "vestby", "vestby-admin");

    @Override
    public void afterAll(QuarkusTestContext context) {
        WHO_MAY_CHECK.keySet().stream().filter(HubFixture::hasTenant).forEach(Coherent::assertHolds);
    }

    /** Asks {@code GET /hub/v1/coherence} of the tenant and names each statement that does not hold. */
    public static void assertHolds(String tenant) {
        JsonNode report = HubFixture.get(WHO_MAY_CHECK.get(tenant), "/hub/v1/coherence");
        List<String> broken = new ArrayList<>();
        for (JsonNode check : report.path("checks")) {
            if (!check.path("holds").asBoolean()) {
                broken.add(check.path("statement").asText() + ": " + check.path("violations"));
            }
        }
        assertThat(broken).as("what does not hold in tenant " + tenant).isEmpty();
        assertThat(report.path("checks")).isNotEmpty();
        assertThat(report.path("coherent").asBoolean()).isTrue();
    }
}
