package io.billinghub.api.billrun;

import static io.billinghub.api.account.AccountSamples.json;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.account.AccountSamples;
import io.billinghub.api.account.Tmf;
import io.billinghub.api.testing.HubFixture;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A bill cycle of a test's own in the demo's tenant, open from October 2026 on, with an account that uses units of sensate at 0.10. */
public final class OwnCycle {

    private final String key = UUID.randomUUID().toString();

    private OwnCycle() {}

    /** A cycle without accounts. */
    public static OwnCycle make() {
        OwnCycle cycle = new OwnCycle();
        Tmf.as("marketplace-admin")
                .contentType("application/json")
                .body("""
                        {"name": "A test's own", "key": "%s", "billingDateShift": 0, "paymentDueDateOffset": 21,
                         "openFrom": "2026-10-01T00:00:00Z"}
                        """.formatted(cycle.key))
                .post("/tmf-api/accountManagement/v4/billingCycleSpecification")
                .then()
                .statusCode(201);
        return cycle;
    }

    public String key() {
        return key;
    }

    /** Number of its account. */
    public String number() {
        return key.substring(0, 30);
    }

    /** Gives it its account. */
    public OwnCycle withAccount() {
        String cycle = HubFixture.value("nordlys", "select uuid from bill_cycle where key = '" + key + "'");
        ObjectNode body = AccountSamples.bodies("nordlys").get("billingAccount").put("number", number());
        body.withObjectProperty("billStructure").putObject("cycleSpecification").put("id", cycle);
        Tmf.create("marketplace-admin", Tmf.ACCOUNTS + "billingAccount", body);
        Tmf.post("marketplace-admin", "/hub/v1/imports", json("""
                {"accountLinks": [{"partner": "sensate", "partnerAccount": "%1$s", "account": "%2$s"}],
                 "offerings": [{"key": "%1$s", "name": "Units", "agreement": "sensate-resale", "unit": "unit", "taxClass": "standard",
                                "partnerProducts": ["%1$s"],
                                "pricePlans": [{"key": "%1$s", "version": 1, "name": "Units", "currency": "EUR", "unit": "unit",
                                                "validFrom": "2026-01-01", "model": {"type": "perUnit", "unitPrice": "0.10"}}]}]}
                """.formatted(key, number())))
                .statusCode(200);
        return this;
    }

    /** Has its account use units at noon of the day. */
    public void use(String day, int quantity) {
        Tmf.as("partner-sensate")
                .contentType("application/x-ndjson")
                .body("""
                        {"id": "%1$s-%2$s", "account": "%1$s", "product": "%1$s", "at": "%2$sT12:00:00Z", "quantity": "%3$d", "unit": "unit"}
                        """.formatted(key, day, quantity).getBytes(StandardCharsets.UTF_8))
                .post("/hub/v1/partners/sensate/usage-events")
                .then()
                .statusCode(200)
                .body("refused", equalTo(0));
    }
}
