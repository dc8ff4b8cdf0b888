package io.billinghub.api.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An auditor reads who changed what, from what to what; nobody changes what was noted. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class AuditEventIT {

    private static final String EVENTS = "/hub/v1/audit-events";

    @BeforeEach
    void month() {
        DemoData.load();
    }

    @Test
    void aChangedAdapterIsThereWithWhatItWasAndWhatItIs() {
        String path = "/hub/v1/adapters/kinobox-csv";
        Wire.Answer seen = Wire.hub().get(path, HubFixture.token("marketplace-admin"));
        String before = seen.json().path("descriptor").toString();
        String after = before.replace("windows-1252", "iso-8859-15");
        for (String version : List.of(after, before)) {
            String tag =
                    Wire.hub().get(path, HubFixture.token("marketplace-admin")).header("ETag");
            Map<String, String> headers = Map.of("Content-Type", "application/json", "If-Match", tag);
            Wire.hub()
                    .send("PUT", path, HubFixture.token("marketplace-admin"), headers, version)
                    .expect(200);
        }
        JsonNode newest = HubFixture.get("auditor", EVENTS + "?subject=adapter/kinobox-csv&limit=2")
                .path("items");
        assertThat(newest.findValuesAsText("actor"))
                .containsOnly("marketplace-admin")
                .hasSize(2);
        assertThat(newest.at("/1/before/format/encoding").asText()).isEqualTo("windows-1252");
        assertThat(newest.at("/1/after/format/encoding").asText()).isEqualTo("iso-8859-15");
        assertThat(newest.at("/0/after/format/encoding").asText()).isEqualTo("windows-1252");
        assertThat(newest.at("/0/action").asText()).isEqualTo("adapter.put");
    }

    @Test
    void itIsFilteredByWhoAndWhen() {
        JsonNode approvals = HubFixture.get("auditor", EVENTS + "?actor=billing-manager&limit=500")
                .path("items");
        assertThat(approvals.findValuesAsText("actor")).isNotEmpty().containsOnly("billing-manager");
        String first = approvals.get(approvals.size() - 1).path("occurredAt").asText();
        assertThat(HubFixture.get("auditor", EVENTS + "?actor=billing-manager&to=" + first)
                        .path("items"))
                .isEmpty();
        assertThat(HubFixture.get("auditor", EVENTS + "?actor=billing-manager&limit=500&from=" + first)
                        .path("items"))
                .hasSize(approvals.size());
        assertThat(HubFixture.get("auditor", EVENTS + "?from=2100-01-01T00:00:00Z")
                        .path("items"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"from=yesterday", "to=2026-10-01", "limit=0", "cursor=x"})
    void aParameterThatIsNoneIsNamed(String parameter) {
        Wire.Answer answer = Wire.hub().get(EVENTS + "?" + parameter, HubFixture.token("auditor"));
        assertThat(answer.expect(400).path("detail").asText())
                .contains("'" + parameter.substring(0, parameter.indexOf('=')) + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"update audit_event set actor = 'nobody'", "delete from audit_event"})
    void evenTheHubItselfCannotChangeIt(String statement) {
        assertThatThrownBy(() -> HubFixture.execute("nordlys", statement))
                .rootCause()
                .hasMessageContaining("permission denied for table audit_event");
    }
}
