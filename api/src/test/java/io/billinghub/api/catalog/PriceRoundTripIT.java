package io.billinghub.api.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.account.Tmf;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.core.rating.infrastructure.PlanTemplate;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A price plan of any model goes out by TMF620 and in again, and the hub has the same plan twice. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class PriceRoundTripIT {

    private static final String USER = "marketplace-admin";
    private static final String PRICES = "/tmf-api/productCatalogManagement/v4/productOfferingPrice";

    @BeforeEach
    void demo() {
        DemoData.load();
    }

    @Test
    void eachTemplateComesBackAsItWas() {
        for (PlanTemplate template : PlanTemplate.all()) {
            ObjectNode plan = KeptJson.read(PricePlanJson.write(template.plan()));
            plan.put("key", "t-" + UUID.randomUUID()).put("validFrom", "2037-01-01");
            String id = Tmf.as(USER)
                    .contentType("application/json")
                    .body(plan.toString())
                    .post("/hub/v1/price-plans")
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("items[0].id");
            ObjectNode price = KeptJson.read(
                    Tmf.get(USER, PRICES + "/" + id).statusCode(200).extract().asString());
            price.remove(List.of("id", "href", "key", "lastUpdate", "isBillable"));
            String copy = Tmf.create(USER, PRICES, price);
            assertThat(plan(copy)).as(template.key()).isEqualTo(plan(id));
        }
    }

    /** A family's data with a commitment of a year: what the hub has stored is what was sold. */
    @Test
    void aPlanThatIsSharedAndGoesOverPeriodsIsSold() {
        ObjectNode plan = KeptJson.read("""
                {"version": 1, "name": "Family data", "currency": "EUR", "unit": "GB", "validFrom": "2037-01-01",
                 "model": {"type": "perUnit", "unitPrice": "0.50"},
                 "modifiers": {
                   "allowance": {"key": "data", "name": "Family data", "quantity": "100", "unit": "GB", "sharing": "SHARED",
                                 "rollOver": {"periods": 2, "quantity": "50"}},
                   "commitment": {"key": "deal", "name": "Deal", "measure": "AMOUNT", "committed": "40.00", "cycles": 12,
                                  "settlement": "EACH_CYCLE"}}}
                """);
        plan.put("key", "family-" + UUID.randomUUID());
        String id = Tmf.as(USER)
                .contentType("application/json")
                .body(plan.toString())
                .post("/hub/v1/price-plans")
                .then()
                .statusCode(200)
                .extract()
                .path("items[0].id");

        JsonNode modifiers = plan(id).path("modifiers");
        assertThat(modifiers.at("/allowance/sharing").asText()).isEqualTo("SHARED");
        assertThat(modifiers.at("/allowance/rollOver/periods").asInt()).isEqualTo(2);
        assertThat(modifiers.at("/commitment/cycles").asInt()).isEqualTo(12);
    }

    /** Without its key. */
    private static JsonNode plan(String id) {
        ObjectNode plan = (ObjectNode) KeptJson.read(Tmf.get(USER, "/hub/v1/price-plans/" + id)
                        .statusCode(200)
                        .extract()
                        .asString())
                .path("plan");
        plan.remove("key");
        return plan;
    }
}
