package io.billinghub.api.document;

import static io.billinghub.api.account.AccountSamples.json;
import static io.billinghub.api.account.Tmf.ACCOUNTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.account.AccountSamples;
import io.billinghub.api.account.Tmf;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the line that nobody could be billed for to the next bill, over REST. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class QuarantineApiIT {

    private static final String ADMIN = "marketplace-admin";
    private static final String OPERATIVE = "billing-operative";
    private static final String MANAGER = "billing-manager";
    private static final String PARTNER = "partner-kinobox";
    private static final String RUNS = "/hub/v1/bill-runs";
    private static final String QUARANTINE = "/hub/v1/quarantine";
    private static final String HEAD =
            "Laskunro;Tapahtuma;Asiakasnro;Tuote;Kuvaus;Määrä;Veroton hinta;ALV-%;Alku;Loppu;Viite\n";

    private final String mark = UUID.randomUUID().toString();
    private final String number = mark.substring(0, 30);

    /** An account in a cycle of its own that is open from October, with a customer number that is linked. */
    @BeforeEach
    void account() {
        DemoData.load();
        String cycle = Tmf.create(ADMIN, ACCOUNTS + "billingCycleSpecification", json("""
                {"name": "October", "key": "%s", "billingDateShift": 0, "paymentDueDateOffset": 21, "openFrom": "2026-10-01T00:00:00Z"}
                """.formatted(mark)));
        ObjectNode body = AccountSamples.bodies("nordlys").get("billingAccount").put("number", number);
        body.withObjectProperty("billStructure").putObject("cycleSpecification").put("id", cycle);
        Tmf.create(ADMIN, ACCOUNTS + "billingAccount", body);
        link("known");
    }

    private void link(String customer) {
        Tmf.post(ADMIN, "/hub/v1/imports", json("""
                {"accountLinks": [{"partner": "kinobox", "partnerAccount": "%s", "account": "%s"}]}
                """.formatted(customer + mark, number)))
                .statusCode(200);
    }

    private String line(String id, String customer, String net) {
        return "B-" + mark + ";" + id + mark + ";" + customer + mark + ";KBX-PLUS;Plus;1;" + net
                + ";25,5;01.10.2026;31.10.2026;\n";
    }

    private String push(String lines) {
        return Tmf.as(PARTNER)
                .contentType("text/csv")
                .body((HEAD + lines).getBytes(Charset.forName("windows-1252")))
                .post("/hub/v1/partners/kinobox/documents?adapter=kinobox-csv")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /**
     * The line of 4.25 had no customer; it is replayed when October is closed, so November bills 4.25. October bills nothing, and November's
     * run is cancelled, so that the demo's bills stay the only ones.
     */
    @Test
    void lineThatIsReplayedAfterItsPeriodWasBilledIsOnTheNextBill() {
        String document = push(line("1", "new", "4,25"));
        String october = run("2026-10-01");
        Tmf.as(MANAGER).post(RUNS + "/" + october + "/approve").then().statusCode(202);
        await(october, "CLOSED");
        assertThat(nets()).isNull();

        link("new");
        String location = Tmf.post(OPERATIVE, QUARANTINE + "/replays", json("""
                {"partner": "kinobox", "rule": "UNKNOWN_ACCOUNT", "cause": "new%s"}
                """.formatted(mark)))
                .statusCode(202)
                .extract()
                .header("Location");
        Patience.until(
                "the replay is done",
                Duration.ofMinutes(1),
                () -> HubFixture.get(OPERATIVE, location)
                        .path("status")
                        .asText()
                        .equals("DONE"));
        assertThat(HubFixture.get(OPERATIVE, location).path("acceptedLines").asInt())
                .isEqualTo(1);
        Tmf.get(OPERATIVE, "/hub/v1/documents/" + document).body("status", equalTo("ACCEPTED"));

        String november = run("2026-11-01");
        try {
            assertThat(nets()).isEqualTo("2026-11-01 4.25");
        } finally {
            Tmf.as(OPERATIVE).post(RUNS + "/" + november + "/cancel").then().statusCode(200);
        }
    }

    private String run(String period) {
        String id = Tmf.post(
                        OPERATIVE,
                        RUNS,
                        json("{\"cycle\": \"%s\", \"period\": \"%s\", \"beforeEnd\": true}".formatted(mark, period)))
                .statusCode(201)
                .extract()
                .path("id");
        await(id, "IN_REVIEW");
        return id;
    }

    private static void await(String run, String state) {
        Patience.until(
                "the run is " + state,
                Duration.ofMinutes(2),
                () -> HubFixture.get(OPERATIVE, RUNS + "/" + run)
                        .path("state")
                        .asText()
                        .equals(state));
    }

    private String nets() {
        return HubFixture.value(
                "nordlys",
                "select string_agg(l.bill_period || ' ' || l.net, ', ' order by l.bill_period) from bill_line l join customer_bill b"
                        + " on b.id = l.bill_id join billing_account a on a.id = b.account_id where a.number = '"
                        + number
                        + "'");
    }

    @Test
    void partnerAnswersItsOwnEntryAndAnotherOneSeesNothingOfIt() {
        push(line("1", "known", "10,00") + line("2", "other", "4,25"));
        String entry = Tmf.get(PARTNER, QUARANTINE + "?cause=other" + mark)
                .body("items.ruleCode", contains("UNKNOWN_ACCOUNT"))
                .extract()
                .path("items[0].id");
        Tmf.post(OPERATIVE, QUARANTINE + "/" + entry + "/assign", json("{\"assignee\": \"billing-manager\"}"))
                .statusCode(200)
                .body("entry.assignee", equalTo("billing-manager"));
        Tmf.post(
                        OPERATIVE,
                        QUARANTINE + "/" + entry + "/comments",
                        json("{\"text\": \"not for you\", \"staffOnly\": true}"))
                .statusCode(201);
        Tmf.post(PARTNER, QUARANTINE + "/" + entry + "/comments", json("{\"text\": \"a new customer\"}"))
                .statusCode(201)
                .body("byPartner", equalTo(true));

        Tmf.get(PARTNER, QUARANTINE + "/" + entry)
                .statusCode(200)
                .body("thread.text", contains("a new customer"))
                .body("entry.assignee", nullValue())
                .body("rawRecord", containsString("other" + mark + ";KBX-PLUS;Plus;1;4,25"));
        Tmf.get("partner-sensate", QUARANTINE + "/" + entry).statusCode(404);
        Tmf.post("partner-sensate", QUARANTINE + "/" + entry + "/comments", json("{\"text\": \"mine\"}"))
                .statusCode(404);
        Tmf.post(PARTNER, QUARANTINE + "/" + entry + "/reject", json("{\"reason\": \"mine\"}"))
                .statusCode(403);
        Tmf.post(MANAGER, QUARANTINE + "/" + entry + "/waive", json("{\"reason\": \"never mind\"}"))
                .statusCode(409)
                .body("code", equalTo("NOT_WAIVABLE"));
        Tmf.post(MANAGER, QUARANTINE + "/" + entry + "/reject", json("{\"reason\": \"sent twice\"}"))
                .statusCode(200)
                .body("entry.status", equalTo("REJECTED"));
        Tmf.get(PARTNER, QUARANTINE + "/" + entry).body("entry.reason", equalTo("sent twice"));
    }
}
