package io.billinghub.api.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.billinghub.api.account.Tmf;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a descriptor can begin with, and what it is judged by, can be seen by those who see adapters. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class PresetsIT {

    private static final String ADAPTERS = "/hub/v1/adapters/";

    @BeforeEach
    void demo() {
        DemoData.load();
    }

    @Test
    void presetsAreListedInPages() {
        Tmf.as("partner-kinobox")
                .get(ADAPTERS + "presets")
                .then()
                .statusCode(200)
                .body("items.name", hasItems("aws-cur", "azure-cost-export", "focus", "google-billing-export"))
                .body("items.find { it.name == 'aws-cur' }.format", equalTo("csv"));
        String next = Tmf.as("partner-kinobox")
                .queryParam("limit", 1)
                .get(ADAPTERS + "presets")
                .then()
                .body("items.name", equalTo(java.util.List.of("aws-cur")))
                .extract()
                .path("next");
        assertThat(Tmf.as("partner-kinobox")
                        .queryParam("limit", 1)
                        .queryParam("cursor", next)
                        .get(ADAPTERS + "presets")
                        .<String>path("items[0].name"))
                .isGreaterThan("aws-cur");
    }

    @Test
    void aPresetShowsItsMappingAndItsSample() {
        Tmf.as("auditor")
                .get(ADAPTERS + "presets/focus")
                .then()
                .statusCode(200)
                .body("descriptor.format.type", equalTo("focus"))
                .body("sampleName", equalTo("sample.csv"))
                .body("sample", startsWith("\"AvailabilityZone\""));
        Tmf.as("auditor").get(ADAPTERS + "presets/nothing").then().statusCode(404);
    }

    @Test
    void theSchemaStandsAloneAndJudgesDescriptors() throws IOException {
        ObjectMapper json = new ObjectMapper();
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Tmf.as("partner-kinobox")
                        .get(ADAPTERS + "schema")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
        JsonNode good = json.readTree("""
                {"key": "a", "partner": "p", "agreement": "g", "kind": "BILL", "transport": {"type": "push"},
                 "format": {"type": "csv", "separator": "\\t"}, "mapping": {"columns": {"account": "A", "net": ["B", "C"]}}}
                """);
        JsonNode bad = json.readTree("""
                {"key": "a", "partner": "p", "agreement": "g", "kind": "BILL", "transport": {"type": "push"},
                 "format": {"type": "csv", "separator": "too long"}, "mapping": {"columns": {"account": "A"}}}
                """);

        assertThat(schema.validate(good)).isEmpty();
        assertThat(schema.validate(bad)).isNotEmpty();
    }

    @Test
    void noAdapterCanHaveANameThatARouteHas() {
        Tmf.as("marketplace-admin")
                .contentType("application/json")
                .body("""
                        {"key": "presets", "partner": "kinobox", "agreement": "kinobox-agency", "kind": "BILL",
                         "transport": {"type": "push"}, "format": {"type": "focus"}}
                        """)
                .put(ADAPTERS + "presets")
                .then()
                .statusCode(422);
    }
}
