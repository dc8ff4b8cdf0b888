package io.billinghub.api.creditnote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.billinghub.api.account.Tmf;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Credit notes as finance asks for them; each is cancelled again, so that the demo's bills stay as they are. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class CreditNoteRoutesIT {

    private static final String NOTES = "/hub/v1/credit-notes";

    private String invoice;

    @BeforeEach
    void invoice() {
        DemoData.load();
        invoice = HubFixture.value(
                "nordlys",
                "select i.uuid from tax_invoice i join customer_bill b on b.id = i.bill_id join billing_account a on a.id = b.account_id"
                        + " where a.number = 'NL-1001' and not i.agency and i.type_code = '380' and b.state = 'sent' order by i.id limit 1");
    }

    private static ValidatableResponse post(String login, String key, String body) {
        return Tmf.as(login)
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body)
                .post(NOTES)
                .then();
    }

    @Test
    void aCreditNoteIsAskedForOnceReadAndCancelled() {
        String key = UUID.randomUUID().toString();
        String body = "{\"taxInvoice\": \"%s\", \"reason\": \"Goodwill\", \"net\": 1.00}".formatted(invoice);
        post("billing-operative", key, body.replace("1.00", "100000"))
                .statusCode(422)
                .body("code", equalTo("CREDIT_REFUSED"));
        String id = post("finance", key + "-a", body)
                .statusCode(201)
                .body("taxInvoice", equalTo(invoice))
                .body("net", equalTo(1.0f))
                .body("requestedBy", equalTo("finance"))
                .extract()
                .path("id");
        post("finance", key + "-a", body).statusCode(201).body("id", equalTo(id));
        Tmf.get("auditor", NOTES + "?taxInvoice=" + invoice).statusCode(200).body("items.id", hasItem(id));
        String run = Tmf.get("billing-manager", NOTES + "/" + id)
                .statusCode(200)
                .body("reason", equalTo("Goodwill"))
                .extract()
                .path("run");
        Tmf.get("billing-manager", "/hub/v1/bill-runs/" + run).statusCode(200).body("kind", equalTo("CREDIT_NOTE"));
        Tmf.as("billing-manager")
                .header("Idempotency-Key", key + "-c")
                .post("/hub/v1/bill-runs/" + run + "/cancel")
                .then()
                .statusCode(200);
        Tmf.get("billing-manager", NOTES + "/" + id).statusCode(200).body("state", equalTo("CANCELLED"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"reason": "x"}                                            | 400 | /taxInvoice: is missing
                    {"taxInvoice": "7", "reason": "x"}                         | 400 | must be the id of a tax invoice
                    {"taxInvoice": "%s"}                                       | 400 | /reason: is missing
                    {"taxInvoice": "%s", "reason": "x", "lines": []}           | 400 | /lines: must be an array
                    {"taxInvoice": "%s", "reason": "x", "lines": [{"position": 0}]} | 400 | /lines/0/position
                    {"taxInvoice": "%s", "reason": "x", "lines": [{"position": 1, "gross": 1}]} | 400 | /lines/0/gross
                    {"taxInvoice": "%s", "reason": "x", "lines": [{"position": 1}], "net": 1} | 400 | /net: is said of the whole invoice
                    {"taxInvoice": "%s", "reason": "x", "net": "1.00"}         | 400 | /net: must be an amount as a number
                    {"taxInvoice": "%s", "reason": "x", "net": 1e40}           | 400 | /net: must be an amount as a number
                    {"taxInvoice": "%s", "reason": "x", "rebill": "yes"}       | 400 | /rebill: must be true or false
                    {"taxInvoice": "%s", "reason": "x", "lines": [{"position": 999}]} | 422 | the invoice has no line 999
                    {"taxInvoice": "%s", "reason": "x", "net": 0.001}          | 422 | has more decimals than EUR has
                    {"taxInvoice": "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11", "reason": "x"} | 404 | there is no tax invoice
                    """)
    void whatCanNotBeIsToldWhereAndWhy(String body, int status, String detail) {
        post("billing-operative", UUID.randomUUID().toString(), body.replace("%s", invoice))
                .statusCode(status)
                .body("detail", containsString(detail));
    }

    @Test
    void nobodyElseAsksForThem() {
        String body = "{\"taxInvoice\": \"%s\", \"reason\": \"x\"}".formatted(invoice);
        for (String login : new String[] {"auditor", "it-operative", "marketplace-admin", "customer", "partner"}) {
            post(login, UUID.randomUUID().toString(), body).statusCode(403);
        }
        assertThat(Tmf.get("customer", NOTES).extract().statusCode()).isEqualTo(403);
    }
}
