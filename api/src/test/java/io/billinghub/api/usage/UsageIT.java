package io.billinghub.api.usage;

import static io.billinghub.api.account.AccountSamples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.account.AccountSamples;
import io.billinghub.api.account.Tmf;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TMF635: usage goes the way of a partner's document, and its status tells how far it has come. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class UsageIT {

    private static final String ADMIN = "marketplace-admin";
    private static final String SENSATE = "partner-sensate";
    private static final String API = "/tmf-api/usageManagement/v4/";
    private static final String USAGE = API + "usage";

    /** An account in a cycle that no run of the tests bills, and the number by which sensate calls it. */
    private static String customer;

    @BeforeEach
    void account() {
        DemoData.load();
        if (customer != null) {
            return;
        }
        String number = "usage-" + UUID.randomUUID();
        String cycle = Tmf.create(ADMIN, Tmf.ACCOUNTS + "billingCycleSpecification", json("""
                {"name": "Usage alone", "openFrom": "2026-09-01"}
                """));
        ObjectNode body = AccountSamples.bodies("nordlys").get("billingAccount").put("number", number.substring(0, 30));
        body.withObjectProperty("billStructure").putObject("cycleSpecification").put("id", cycle);
        Tmf.create(ADMIN, Tmf.ACCOUNTS + "billingAccount", body);
        link(number);
        customer = number;
    }

    @Test
    void usageThatFitsIsGuidedAndKeptAsItCame() {
        ObjectNode body = UsageSamples.usage("nordlys", customer, "SNS-MSG", "12.50");
        String id = Tmf.post(SENSATE, USAGE, body)
                .statusCode(201)
                .body("status", equalTo("guided"))
                .body("device", equalTo("mer-8573"))
                .body("usageCharacteristic", hasSize(5))
                .body("usageDate", equalTo("2026-09-10T12:00:00Z"))
                .body("billingAccount.number", equalTo(customer.substring(0, 30)))
                .body("relatedParty[0].name", notNullValue())
                .extract()
                .path("id");
        assertThat(HubFixture.value(
                        "nordlys",
                        "select quantity || ' ' || unit || ' ' || bill_period from usage_record where usage_uuid(document_id, position) = '"
                                + id + "'"))
                .isEqualTo("12.5 message 2026-09-01");
        assertThat(HubFixture.value(
                        "nordlys",
                        "select d.status || ' ' || d.transport || ' ' || d.accepted_lines from received_document d join usage_record u on u.document_id = d.id"
                                + " where usage_uuid(u.document_id, u.position) = '" + id + "'"))
                .isEqualTo("ACCEPTED usage 1");
        Tmf.patch(SENSATE, USAGE + "/" + id, "{\"description\": \"Seen\", \"device\": null, \"site\": \"north\"}")
                .statusCode(200)
                .body("description", equalTo("Seen"))
                .body("site", equalTo("north"))
                .body("$", not(hasKey("device")));
        Tmf.get(ADMIN, USAGE + "?description=Seen&id=" + id).body("id", contains(id));
        Tmf.patch(SENSATE, USAGE + "/" + id, "{\"usageDate\": \"2026-09-11T12:00:00Z\"}")
                .statusCode(409);
        Tmf.patch(SENSATE, USAGE + "/" + id, "{\"status\": \"billed\"}").statusCode(409);
        Tmf.delete(ADMIN, USAGE + "/" + id).statusCode(405);
    }

    @Test
    void theSameUsageIsTwoUnlessItsEventHasAnId() {
        ObjectNode body = UsageSamples.usage("nordlys", customer, "SNS-MSG", "1");
        assertThat(Tmf.create(SENSATE, USAGE, body)).isNotEqualTo(Tmf.create(SENSATE, USAGE, body));
        body.withArrayProperty("usageCharacteristic")
                .addObject()
                .put("name", "eventId")
                .put("value", UUID.randomUUID().toString());
        Tmf.post(SENSATE, USAGE, body).statusCode(201).body("status", equalTo("guided"));
        Tmf.post(SENSATE, USAGE, body)
                .statusCode(201)
                .body("status", equalTo("rejected"))
                .body("statusReason", containsString("was taken in before"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no-such-customer | SNS-MSG | 1      | is not linked to a billing account",
                "CUSTOMER         | NO-SUCH | 1      | is not linked to an offering",
                "CUSTOMER         | SNS-MSG | -1     | the quantity is -1",
                "CUSTOMER         | SNS-MSG | \"x\"  | is not a number",
                "CUSTOMER         | SNS-MSG | null   | has no characteristic",
                "CUSTOMER         | SNS-MSG | 1e19   | is not below 10^18",
            })
    void usageThatBreaksARuleIsRejectedWithTheReasonAndNotLost(
            String account, String product, String quantity, String why) {
        ObjectNode body = UsageSamples.usage("nordlys", account.replace("CUSTOMER", customer), product, quantity);
        String id = Tmf.post(SENSATE, USAGE, body)
                .statusCode(201)
                .body("status", equalTo("rejected"))
                .body("statusReason", containsString(why))
                .body("device", equalTo("mer-8573"))
                .extract()
                .path("id");
        Tmf.get(SENSATE, USAGE + "?status=rejected&id=" + id).statusCode(200).body("id", contains(id));
        Tmf.get(SENSATE, USAGE + "?status.ne=rejected&id=" + id).body("$", hasSize(0));
        Tmf.get(SENSATE, USAGE + "?usageDate=2026-09-10T12:00:00Z&status=rejected&limit=1000")
                .body("id", hasItem(id));
        assertThat(HubFixture.value(
                        "nordlys",
                        "select d.status from received_document d where d.id = usage_document('" + id + "')"))
                .isEqualTo("QUARANTINED");
    }

    @Test
    void rejectedUsageIsRecycledWhenItsReasonIsGone() {
        String number = "later-" + UUID.randomUUID();
        String id = Tmf.create(SENSATE, USAGE, UsageSamples.usage("nordlys", number, "SNS-MSG", "5"));
        String href = USAGE + "/" + id;
        Tmf.patch(SENSATE, href, "{\"status\": \"recycled\"}").statusCode(200).body("status", equalTo("rejected"));
        Tmf.patch(SENSATE, href, "{\"status\": \"guided\"}")
                .statusCode(409)
                .body("message", containsString("it can to recycled"));
        link(number);
        Tmf.patch(SENSATE, href, "{\"status\": \"recycled\"}")
                .statusCode(200)
                .body("status", equalTo("guided"))
                .body("$", not(hasKey("statusReason")));
        assertThat(HubFixture.value(
                        "nordlys",
                        "select string_agg(q.status, ' ') || ' ' || max(d.status) || ' ' || max(d.accepted_lines) from quarantine_entry q"
                                + " join received_document d on d.id = q.document_id where usage_uuid(d.id, 1) = '" + id
                                + "'"))
                .isEqualTo("RELEASED RELEASED ACCEPTED 1");
        Tmf.patch(SENSATE, href, "{\"status\": \"recycled\"}").statusCode(409);
    }

    @Test
    void usageOfAPublishedBillIsBilledAndCanNotBeChanged() {
        String id = HubFixture.get(ADMIN, USAGE + "?status=billed&limit=1")
                .at("/0/id")
                .asText();
        Tmf.get(ADMIN, USAGE + "/" + id)
                .statusCode(200)
                .body("status", equalTo("billed"))
                .body("usageCharacteristic.name", allOf(hasItem("quantity"), hasItem("unit")));
        Tmf.patch(ADMIN, USAGE + "/" + id, "{\"description\": \"x\"}")
                .statusCode(409)
                .body("message", containsString("never changed"));
    }

    @Test
    void filtersFilter() {
        long october = count(
                "select count(*) from usage_record where occurred_at >= '2026-10-31' and occurred_at < '2026-11-01'");
        Tmf.get(ADMIN, USAGE + "?usageDate.gte=2026-10-31&usageDate.lt=2026-11-01&limit=1")
                .statusCode(206)
                .header("X-Total-Count", String.valueOf(october));
        String account = HubFixture.value(
                "nordlys",
                "select a.uuid from usage_record u join billing_account a on a.id = u.account_id join bill_cycle c on c.id = a.cycle_id"
                        + " where c.key = 'monthly' limit 1");
        long ofAccount = count(
                "select count(*) from usage_record u join billing_account a on a.id = u.account_id where a.uuid = '"
                        + account + "'");
        Tmf.get(ADMIN, USAGE + "?billingAccount.id=" + account + "&limit=1&fields=billingAccount")
                .header("X-Total-Count", String.valueOf(ofAccount))
                .body("billingAccount.id", everyItem(equalTo(account)));
        Tmf.get(ADMIN, USAGE + "?status=lost").statusCode(200).body("$", hasSize(0));
        Tmf.get(ADMIN, USAGE + "?id=00000000-0000-4000-8000-000000000000")
                .statusCode(200)
                .body("$", hasSize(0));
        Tmf.get(ADMIN, USAGE + "/00000000-0000-4000-8000-000000000000").statusCode(404);
    }

    @Test
    void eachLoginSeesItsOwnUsage() {
        String id = Tmf.create(SENSATE, USAGE, UsageSamples.usage("nordlys", customer, "SNS-MSG", "1"));
        Tmf.get("partner", USAGE + "/" + id).statusCode(404);
        Tmf.get("partner", USAGE + "?limit=1000").statusCode(200).body("id", not(hasItem(id)));
        Tmf.get("customer", USAGE + "/" + id).statusCode(404);
        long own = count(
                "select count(*) from usage_record u join billing_account a on a.id = u.account_id where a.number = 'NL-1001'");
        Tmf.get("customer", USAGE + "?limit=1").header("X-Total-Count", String.valueOf(own));
        Tmf.post("customer", USAGE, UsageSamples.usage("nordlys", customer, "SNS-MSG", "1"))
                .statusCode(403);
        // a partner's login sends its own usage, whatever it says; mobilia has no such customer
        Tmf.post("partner", USAGE, UsageSamples.usage("nordlys", customer, "SNS-MSG", "1"))
                .statusCode(201)
                .body("status", equalTo("rejected"))
                .body("relatedParty.role", hasItem("partner"));
    }

    @Test
    void usageOfNoPartnerAndOfAnotherStatusIsRefused() {
        ObjectNode body = UsageSamples.usage("nordlys", customer, "SNS-MSG", "1");
        body.put("status", "billed");
        Tmf.post(ADMIN, USAGE, body).statusCode(422).body("code", equalTo("UNSUPPORTED_VALUE"));
        body.put("status", "received").remove("relatedParty");
        Tmf.post(ADMIN, USAGE, body).statusCode(422).body("message", containsString("names no partner"));
    }

    @Test
    void aSpecificationIsNeededByTheUsageOfIt() {
        ObjectNode specification = UsageSamples.bodies("nordlys").get("usageSpecification");
        String id = Tmf.create(ADMIN, API + "usageSpecification", specification);
        ObjectNode body = UsageSamples.usage("nordlys", customer, "SNS-MSG", "1");
        body.putObject("usageSpecification").put("id", id);
        String usage = Tmf.post(SENSATE, USAGE, body)
                .statusCode(201)
                .body(
                        "usageSpecification.name",
                        equalTo(specification.path("name").asText()))
                .extract()
                .path("id");
        Tmf.get(ADMIN, USAGE + "?usageSpecification.id=" + id).body("id", contains(usage));
        Tmf.delete(ADMIN, API + "usageSpecification/" + id).statusCode(409);
        Tmf.patch(ADMIN, API + "usageSpecification/" + id, "{\"version\": \"1.1\"}")
                .statusCode(200)
                .body("version", equalTo("1.1"));
        body.withObjectProperty("usageSpecification")
                .put("id", UUID.randomUUID().toString());
        Tmf.post(SENSATE, USAGE, body).statusCode(422).body("code", equalTo("UNKNOWN_REFERENCE"));
        Tmf.post(SENSATE, API + "usageSpecification", specification).statusCode(403);
    }

    /** Links the number to the account of these tests. */
    private static void link(String partnerAccount) {
        String number = customer == null ? partnerAccount.substring(0, 30) : customer.substring(0, 30);
        Tmf.post(ADMIN, "/hub/v1/imports", json("""
                {"accountLinks": [{"partner": "sensate", "partnerAccount": "%s", "account": "%s"}]}
                """.formatted(partnerAccount, number)))
                .statusCode(200);
    }

    private static long count(String sql) {
        return Long.parseLong(HubFixture.value("nordlys", sql));
    }
}
