package io.billinghub.api.demo;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each user sees what is its own of the demo's month, and of the rest not even that it is there. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class DemoAccessIT {

    private static final String CUSTOMER_BILLS = "/tmf-api/customerBillManagement/v4/customerBill";
    private static final String RATES = "/tmf-api/customerBillManagement/v4/appliedCustomerBillingRate";

    @BeforeEach
    void month() {
        DemoData.load();
    }

    @Test
    void aCustomerSeesItsOwnBillAlone() {
        JsonNode bills = HubFixture.get("customer", "/hub/v1/bills").path("items");
        assertThat(bills.findValuesAsText("accountNumber")).containsExactly("NL-1001");
        String own = bills.at("/0/id").asText();
        assertThat(HubFixture.get("customer", CUSTOMER_BILLS).findValuesAsText("billNo"))
                .containsExactly(bills.at("/0/number").asText());
        assertThat(HubFixture.status("customer", CUSTOMER_BILLS + "/" + own)).isEqualTo(200);
        assertThat(HubFixture.status("customer", "/hub/v1/bills/" + own + "/pdf"))
                .isEqualTo(200);
        assertThat(HubFixture.status("customer", "/hub/v1/bills/" + own + "/csv"))
                .isEqualTo(200);
        assertThat(HubFixture.status("customer", bills.at("/0/sellers/0/ubl").asText()))
                .isEqualTo(200);
        assertThat(HubFixture.get("customer", RATES + "?limit=1000"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.at("/bill/id").asText()).isEqualTo(own));
    }

    @Test
    void aCustomerIsNotToldOfAnothersBill() {
        JsonNode foreign =
                HubFixture.get("finance", "/hub/v1/bills?account=NL-1002").at("/items/0");
        assertHidden("customer", foreign);
        assertThat(HubFixture.get("customer", "/hub/v1/bills?account=NL-1002").path("items"))
                .isEmpty();
        assertThat(HubFixture.get(
                        "customer", RATES + "?bill.id=" + foreign.path("id").asText()))
                .isEmpty();
    }

    /** The partner's person and the partner's machine. */
    @ParameterizedTest
    @ValueSource(strings = {"partner", "partner-mobilia"})
    void aPartnerSeesItsOwnDocumentsAndNoCustomersBill(String mobilia) {
        for (String path : List.of("/hub/v1/bills", CUSTOMER_BILLS, RATES, "/hub/v1/bill-runs", "/hub/v1/coherence")) {
            assertThat(HubFixture.status(mobilia, path)).as(path).isEqualTo(403);
        }
        JsonNode own = HubFixture.get(mobilia, "/hub/v1/documents").path("items");
        assertThat(own.findValuesAsText("partner")).isNotEmpty().containsOnly("mobilia");
        String document = "/hub/v1/documents/" + own.at("/0/id").asText();
        assertThat(HubFixture.status(mobilia, document)).isEqualTo(200);
        assertThat(HubFixture.status(mobilia, document + "/content")).isEqualTo(200);
        assertThat(HubFixture.get(mobilia, "/hub/v1/quarantine").path("items").findValuesAsText("partner"))
                .isNotEmpty()
                .containsOnly("mobilia");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cirrus", "deskly", "sensate", "kinobox"})
    void aPartnerIsNotToldOfAnothersDocument(String other) {
        JsonNode foreign =
                HubFixture.get("auditor", "/hub/v1/documents?partner=" + other).path("items");
        assertThat(foreign).isNotEmpty();
        for (JsonNode document : foreign) {
            String path = "/hub/v1/documents/" + document.path("id").asText();
            assertThat(HubFixture.status("partner", path)).isEqualTo(404);
            assertThat(HubFixture.status("partner", path + "/content")).isEqualTo(404);
        }
        assertThat(HubFixture.get("partner", "/hub/v1/documents?partner=" + other)
                        .path("items"))
                .isEmpty();
        assertThat(HubFixture.get("partner", "/hub/v1/quarantine?partner=" + other)
                        .path("items"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // each user of the tenant and how many bills of the 25 it is shown
        "billing-manager,   25",
        "billing-operative, 25",
        "finance,           25",
        "auditor,           25",
        "marketplace-admin, 25",
        "customer,           1",
    })
    void whoMaySeeBillsSeesTheSameInBothApis(String user, int bills) {
        assertThat(HubFixture.get(user, "/hub/v1/bills").path("items")).hasSize(bills);
        assertThat(HubFixture.get(user, CUSTOMER_BILLS + "?limit=100")).hasSize(bills);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vestby-admin", "vestby-manager"})
    void anotherTenantSeesNothing(String user) {
        given().auth()
                .oauth2(HubFixture.token("vestby-admin"))
                .contentType("application/json")
                .body("{\"tenant\": {\"key\": \"vestby\", \"name\": \"Vestby\", \"timeZone\": \"Europe/Stockholm\"}}")
                .post("/hub/v1/imports")
                .then()
                .statusCode(200);
        JsonNode bills = HubFixture.get("finance", "/hub/v1/bills").path("items");
        assertThat(HubFixture.get(user, "/hub/v1/bills").findValuesAsText("id"))
                .doesNotContainAnyElementsOf(bills.findValuesAsText("id"));
        assertThat(HubFixture.get(user, "/hub/v1/documents").findValuesAsText("id"))
                .doesNotContainAnyElementsOf(
                        HubFixture.get("auditor", "/hub/v1/documents").findValuesAsText("id"));
        bills.forEach(bill -> assertHidden(user, bill));
    }

    private static void assertHidden(String user, JsonNode bill) {
        String id = bill.path("id").asText();
        assertThat(HubFixture.status(user, CUSTOMER_BILLS + "/" + id)).isEqualTo(404);
        assertThat(HubFixture.status(user, "/hub/v1/bills/" + id + "/pdf")).isEqualTo(404);
        assertThat(HubFixture.status(user, "/hub/v1/bills/" + id + "/csv")).isEqualTo(404);
        assertThat(HubFixture.status(user, RATES + "/" + id + "-1")).isEqualTo(404);
        for (JsonNode seller : bill.path("sellers")) {
            assertThat(HubFixture.status(user, seller.path("ubl").asText())).isEqualTo(404);
        }
    }
}
