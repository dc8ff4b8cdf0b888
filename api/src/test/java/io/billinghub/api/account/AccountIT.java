package io.billinghub.api.account;

import static io.billinghub.api.account.AccountSamples.json;
import static io.billinghub.api.account.Tmf.ACCOUNTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.junit.jupiter.params.provider.ValueSource;

/** TMF666: accounts are created, found, changed and deleted by the rules of the master data. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class AccountIT {

    private static final String ADMIN = "billing-manager";
    private static final String BILLING = ACCOUNTS + "billingAccount";
    private static final String CYCLES = ACCOUNTS + "billingCycleSpecification";

    @BeforeEach
    void masterData() {
        DemoData.load();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "billFormat",
                "billPresentationMedia",
                "billingCycleSpecification",
                "financialAccount",
                "partyAccount",
                "settlementAccount",
                "billingAccount"
            })
    void eachResourceIsCreatedFoundChangedAndDeleted(String segment) {
        ObjectNode body = AccountSamples.bodies("nordlys").get(segment);
        body.put("colour", "blue").putObject("nested").put("deep", 1.50);
        String id = Tmf.create(ADMIN, ACCOUNTS + segment, body);
        String href = ACCOUNTS + segment + "/" + id;
        var shown = HubFixture.get("auditor", href);
        body.fields()
                .forEachRemaining(member -> assertThat(shown.has(member.getKey()))
                        .as(member.getKey())
                        .isTrue());
        assertThat(shown.path("name")).isEqualTo(body.path("name"));
        assertThat(shown.path("colour").asText()).isEqualTo("blue");
        assertThat(shown.at("/nested/deep").decimalValue()).isEqualByComparingTo("1.50");

        String name = body.path("name").asText().replace(" ", "%20");
        Tmf.get("finance", ACCOUNTS + segment + "?name=" + name).statusCode(200).body("id", contains(id));
        Tmf.patch(ADMIN, href, "{\"description\": \"Changed\", \"colour\": null, \"nested\": {\"deep\": 2}}")
                .statusCode(200)
                .body("description", equalTo("Changed"))
                .body("nested.deep", equalTo(2))
                .body("name", equalTo(body.path("name").asText()))
                .body("$", not(hasKey("colour")));
        Tmf.patch("finance", href, "{\"description\": \"Not mine\"}").statusCode(403);
        Tmf.delete(ADMIN, href).statusCode(204);
        Tmf.get("auditor", href).statusCode(404);
    }

    @Test
    void aNewAccountIsARowOfTheMasterData() {
        ObjectNode body = AccountSamples.bodies("nordlys").get("billingAccount");
        String id = Tmf.post(ADMIN, BILLING, body)
                .statusCode(201)
                .body("number", matchesPattern("BA-[0-9A-F]{15}"))
                .body("state", equalTo("active"))
                .body("segment", equalTo("gold"))
                .body("billStructure.colour", equalTo("blue"))
                .body("billStructure.cycleSpecification.name", equalTo("Calendar month"))
                .body("relatedParty[0].role", equalTo("customer"))
                .body("language", equalTo("en"))
                .extract()
                .path("id");
        assertThat(HubFixture.value(
                        "nordlys",
                        "select a.currency || ' ' || c.key || ' ' || (a.root_id = a.id) from billing_account a join bill_cycle c on c.id = a.cycle_id"
                                + " where a.uuid = '" + id + "'"))
                .isEqualTo("EUR monthly true");
        Tmf.delete(ADMIN, BILLING + "/" + id).statusCode(204);
    }

    @Test
    void anImportedAccountIsShownWithItsPartyCycleAndParent() {
        String id = HubFixture.value("nordlys", "select uuid from billing_account where number = 'NL-1001'");
        Tmf.get("auditor", BILLING + "?number=NL-1001")
                .statusCode(200)
                .body("id", contains(id))
                .body("[0].relatedParty[0].name", equalTo("Aino Lehtovaara"))
                .body("[0].relatedParty[0].role", equalTo("customer"))
                .body("[0].currency", equalTo("EUR"))
                .body("[0].language", equalTo("fi"));
        Tmf.get("auditor", BILLING + "?relatedParty.name=Aino%20Lehtovaara").body("id", hasItem(id));
        Tmf.get("auditor", BILLING + "?relatedParty.role=customer&number=NL-1001")
                .body("id", contains(id));
        Tmf.get("auditor", BILLING + "?state.ne=active&number=NL-1001").body("$", hasSize(0));
    }

    @Test
    void aChildTakesCurrencyAndCycleOfItsParentAndConsolidatesIntoIt() {
        ObjectNode body = AccountSamples.bodies("nordlys").get("billingAccount");
        String parent = Tmf.create(ADMIN, BILLING, body);
        ObjectNode child = AccountSamples.bodies("nordlys").get("billingAccount");
        child.remove("currency");
        child.remove("billStructure");
        child.putArray("accountRelationship")
                .addObject()
                .put("relationshipType", "consolidatesInto")
                .putObject("account")
                .put("id", parent);
        String id = Tmf.post(ADMIN, BILLING, child)
                .statusCode(201)
                .body("currency", equalTo("EUR"))
                .body(
                        "accountRelationship[0].account.name",
                        equalTo(body.path("name").asText()))
                .extract()
                .path("id");
        Tmf.get(ADMIN, BILLING + "?accountRelationship.account.id=" + parent).body("id", contains(id));
        String roots =
                "select count(*) from billing_account a join billing_account r on r.id = a.root_id where a.uuid = '%s' and r.uuid = '%s'";
        assertThat(HubFixture.value("nordlys", roots.formatted(id, parent))).isEqualTo("1");

        Tmf.delete(ADMIN, BILLING + "/" + parent).statusCode(409).body("code", equalTo("IN_USE"));
        Tmf.patch(
                        ADMIN,
                        BILLING + "/" + parent,
                        "{\"accountRelationship\": [{\"relationshipType\": \"parent\", \"account\": {\"id\": \"%s\"}}]}"
                                .formatted(id))
                .statusCode(422)
                .body("code", equalTo("HIERARCHY_CYCLE"));
        Tmf.patch(ADMIN, BILLING + "/" + id, "{\"accountRelationship\": null}")
                .statusCode(200)
                .body("$", not(hasKey("accountRelationship")));
        assertThat(HubFixture.value("nordlys", roots.formatted(id, id))).isEqualTo("1");
        Tmf.delete(ADMIN, BILLING + "/" + parent).statusCode(204);
        Tmf.delete(ADMIN, BILLING + "/" + id).statusCode(204);
    }

    @Test
    void howABillIsMadeAndSentCanNotBeDeletedWhileAnAccountNeedsIt() {
        var samples = AccountSamples.bodies("nordlys");
        String format = Tmf.create(ADMIN, ACCOUNTS + "billFormat", samples.get("billFormat"));
        String media = Tmf.create(ADMIN, ACCOUNTS + "billPresentationMedia", samples.get("billPresentationMedia"));
        String financial = Tmf.create(ADMIN, ACCOUNTS + "financialAccount", samples.get("financialAccount"));
        ObjectNode body = samples.get("billingAccount");
        body.withObjectProperty("billStructure").putObject("format").put("id", format);
        body.withObjectProperty("billStructure")
                .putArray("presentationMedia")
                .addObject()
                .put("id", media);
        body.putObject("financialAccount").put("id", financial);
        String id = Tmf.post(ADMIN, BILLING, body)
                .statusCode(201)
                .body(
                        "billStructure.format.name",
                        equalTo(samples.get("billFormat").path("name").asText()))
                .body("billStructure.presentationMedia[0].isRef", equalTo(true))
                .body(
                        "financialAccount.name",
                        equalTo(samples.get("financialAccount").path("name").asText()))
                .extract()
                .path("id");
        Tmf.get(ADMIN, BILLING + "?billStructure.format.id=" + format).body("id", contains(id));
        Tmf.get(ADMIN, BILLING + "?financialAccount.id=" + financial).body("id", contains(id));
        for (String needed :
                new String[] {"billFormat/" + format, "billPresentationMedia/" + media, "financialAccount/" + financial
                }) {
            Tmf.delete(ADMIN, ACCOUNTS + needed).statusCode(409).body("code", equalTo("IN_USE"));
        }
        Tmf.patch(
                        ADMIN,
                        BILLING + "/" + id,
                        "{\"billStructure\": {\"format\": null, \"presentationMedia\": []}, \"financialAccount\": null}")
                .statusCode(200)
                .body("billStructure", not(hasKey("format")))
                .body("$", not(hasKey("financialAccount")));
        for (String needed :
                new String[] {"billFormat/" + format, "billPresentationMedia/" + media, "financialAccount/" + financial
                }) {
            Tmf.delete(ADMIN, ACCOUNTS + needed).statusCode(204);
        }
        Tmf.delete(ADMIN, BILLING + "/" + id).statusCode(204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\": null}                                        | 400 | INVALID_BODY            | /name: is missing",
                "{\"relatedParty\": []}                                  | 400 | INVALID_BODY            | /relatedParty: is empty",
                "{\"relatedParty\": [{\"id\": \"x\"}]}                   | 422 | UNKNOWN_REFERENCE       | /relatedParty",
                "{\"relatedParty\": [{\"id\": \"a\"}, {\"id\": \"b\"}]}  | 400 | INVALID_BODY            | names several parties",
                "{\"currency\": null}                                    | 422 | NOT_DERIVABLE           | /currency: is missing",
                "{\"currency\": \"EURO\"}                                | 422 | SCHEMA                  | /currency",
                "{\"number\": \"nl.1001\"}                               | 422 | PAYMENT_REFERENCE_TAKEN | NL-1001",
                "{\"number\": \"NL-1001\"}                               | 409 | ALREADY_THERE           | NL-1001",
                "{\"billStructure\": {\"cycleSpecification\": {\"id\": \"00000000-0000-4000-8000-000000000000\"}}} | 422 | UNKNOWN_REFERENCE | /billStructure/cycleSpecification/id",
                "{\"billStructure\": {\"presentationMedia\": [{\"id\": \"00000000-0000-4000-8000-000000000000\"}]}} | 422 | UNKNOWN_REFERENCE | /billStructure/presentationMedia",
                "{\"financialAccount\": {\"id\": \"00000000-0000-4000-8000-000000000000\"}} | 422 | UNKNOWN_REFERENCE | /financialAccount/id",
                "{\"accountRelationship\": [{\"relationshipType\": \"parent\"}]} | 400 | INVALID_BODY    | /accountRelationship/0/account/id: is missing",
                "{\"creditLimit\": 5}                                    | 400 | INVALID_BODY            | /creditLimit: must be money",
            })
    void anAccountThatCanNotBeIsRefused(String change, int status, String code, String why) {
        ObjectNode body = AccountSamples.bodies("nordlys").get("billingAccount");
        json(change).properties().forEach(member -> {
            if (member.getKey().equals("billStructure")) { // keeps its cycle
                body.withObjectProperty("billStructure").setAll((ObjectNode) member.getValue());
            } else {
                body.set(member.getKey(), member.getValue());
            }
        });
        Tmf.post(ADMIN, BILLING, body)
                .statusCode(status)
                .body("code", equalTo(code))
                .body("message", containsString(why));
    }

    @Test
    void numberCurrencyAndCycleStayAsTheyAre() {
        ObjectNode cycle = AccountSamples.bodies("nordlys").get("billingCycleSpecification");
        String other = Tmf.create(ADMIN, CYCLES, cycle);
        String id = Tmf.create(ADMIN, BILLING, AccountSamples.bodies("nordlys").get("billingAccount"));
        String href = BILLING + "/" + id;
        Tmf.patch(ADMIN, href, "{\"number\": \"X-1\"}").statusCode(400);
        Tmf.patch(ADMIN, href, "{\"currency\": \"USD\"}").statusCode(400);
        Tmf.patch(ADMIN, href, "{\"lastModified\": \"2026-01-01T00:00:00Z\"}").statusCode(400);
        Tmf.patch(ADMIN, href, "{\"billStructure\": {\"cycleSpecification\": {\"id\": \"%s\"}}}".formatted(other))
                .statusCode(422)
                .body("code", equalTo("IMMUTABLE"));
        Tmf.patch(ADMIN, href, "{\"language\": \"fi\", \"buyerReference\": \"PO 7\"}")
                .statusCode(200)
                .body("language", equalTo("fi"))
                .body("buyerReference", equalTo("PO 7"));
        Tmf.get(ADMIN, BILLING + "?buyerReference=PO%207&id=" + id).body("id", contains(id));
        Tmf.delete(ADMIN, href).statusCode(204);
        Tmf.delete(ADMIN, CYCLES + "/" + other).statusCode(204);
    }

    @Test
    void aCycleBeginsOnTheDayAfterItsShiftAndIsOpenFromThePeriodThatRuns() {
        ObjectNode body = AccountSamples.bodies("nordlys").get("billingCycleSpecification");
        String id = Tmf.post(ADMIN, CYCLES, body)
                .statusCode(201)
                .body("timeZone", equalTo("Europe/Helsinki"))
                .body("billingDateShift", equalTo(14))
                .body("openFrom", matchesPattern("20[0-9]{2}-[0-9]{2}-15T00:00:00Z"))
                .extract()
                .path("id");
        assertThat(HubFixture.value(
                        "nordlys",
                        "select day_of_month || ' ' || payment_days from bill_cycle where uuid = '" + id + "'"))
                .isEqualTo("15 21");
        Tmf.get(ADMIN, CYCLES + "?billingDateShift.gt=13&frequency=monthly").body("id", hasItem(id));
        Tmf.get(ADMIN, CYCLES + "?billingDateShift.lt=14").body("id", not(hasItem(id)));
        Tmf.patch(ADMIN, CYCLES + "/" + id, "{\"paymentDueDateOffset\": 30}")
                .statusCode(200)
                .body("paymentDueDateOffset", equalTo(30));
        Tmf.patch(ADMIN, CYCLES + "/" + id, "{\"billingDateShift\": 2}")
                .statusCode(422)
                .body("code", equalTo("IMMUTABLE"));
        Tmf.delete(ADMIN, CYCLES + "/" + id).statusCode(204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"frequency\": \"weekly\"}        | UNSUPPORTED_VALUE | the hub bills monthly",
                "{\"billingPeriod\": \"quarter\"}   | UNSUPPORTED_VALUE | the hub bills monthly",
                "{\"billingDateShift\": 31}         | UNSUPPORTED_VALUE | must be 0 to 30",
                "{\"paymentDueDateOffset\": -1}     | UNSUPPORTED_VALUE | must be 0 to 365",
                "{\"openFrom\": \"2026-09-02\"}     | UNSUPPORTED_VALUE | first day of a period, such as 2026-08-15",
                "{\"timeZone\": \"Mars/Olympus\"}   | UNKNOWN_TIME_ZONE | timeZone",
            })
    void aCycleThatTheHubCanNotBillByIsRefused(String change, String code, String why) {
        ObjectNode body = AccountSamples.bodies("nordlys").get("billingCycleSpecification");
        json(change).fields().forEachRemaining(member -> body.set(member.getKey(), member.getValue()));
        Tmf.post(ADMIN, CYCLES, body)
                .statusCode(422)
                .body("code", equalTo(code))
                .body("message", containsString(why));
    }

    @Test
    void customersAndPartnersSeeTheirOwn() {
        String own = HubFixture.value("nordlys", "select uuid from billing_account where number = 'NL-1001'");
        Tmf.get("customer", BILLING).statusCode(200).body("id", contains(own));
        String other = HubFixture.value("nordlys", "select uuid from billing_account where number = 'NL-1012'");
        Tmf.get("customer", BILLING + "/" + other).statusCode(404);
        Tmf.post("customer", BILLING, AccountSamples.bodies("nordlys").get("billingAccount"))
                .statusCode(403);

        int linked = Integer.parseInt(
                HubFixture.value(
                        "nordlys",
                        "select count(distinct l.account_id) from account_link l join party_role r on r.id = l.partner_id where r.key = 'sensate'"));
        assertThat(HubFixture.get("partner-sensate", BILLING + "?limit=1000")).hasSize(linked);
        var seen = HubFixture.get("partner-sensate", BILLING + "?limit=1").path(0);
        assertThat(seen.has("name")).isTrue();
        assertThat(seen.has("relatedParty")).isFalse();

        String partner = HubFixture.value("nordlys", "select uuid from party where key = 'sensate'");
        ObjectNode settlement = AccountSamples.bodies("nordlys").get("settlementAccount");
        String others = Tmf.create(ADMIN, ACCOUNTS + "settlementAccount", settlement);
        ((ObjectNode) settlement.path("relatedParty").path(0)).put("id", partner);
        String mine = Tmf.create(
                ADMIN, ACCOUNTS + "settlementAccount", settlement.put("name", "Sensate " + UUID.randomUUID()));
        Tmf.get("partner-sensate", ACCOUNTS + "settlementAccount")
                .statusCode(200)
                .body("id", hasItem(mine))
                .body("id", not(hasItem(others)));
        Tmf.get("partner-sensate", ACCOUNTS + "partyAccount").statusCode(403);
        Tmf.get("customer", ACCOUNTS + "settlementAccount").statusCode(403);
        Tmf.delete(ADMIN, ACCOUNTS + "settlementAccount/" + mine).statusCode(204);
        Tmf.delete(ADMIN, ACCOUNTS + "settlementAccount/" + others).statusCode(204);
    }
}
