package io.billinghub.api.party;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A natural person gets to know what is held on it, and is forgotten without a change in the books. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class PersonalDataIT {

    private static final String TENANT = "nordlys";
    private static final String ADMIN = "marketplace-admin";

    private final String key = "person-" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void aPersonWithAnAccount() {
        DemoData.load();
        imported("""
                {"parties": [{"key": "%1$s", "kind": "INDIVIDUAL", "name": "Tuuli Salmela", "street": "Rantatie 5", "city": "Espoo", "postcode": "02100",
                   "country": "FI", "email": "tuuli.salmela@example.com", "bankIban": "FI7799900100001018"}],
                 "roles": [{"party": "%1$s", "role": "CUSTOMER", "key": "%1$s"}],
                 "accounts": [{"number": "%1$s", "name": "Tuuli Salmela", "party": "%1$s", "cycle": "monthly", "currency": "EUR"}]}
                """.formatted(key));
    }

    @Test
    void theExportHoldsWhatIsKnown() {
        JsonNode data = HubFixture.get(ADMIN, path(id()));
        assertThat(data.path("party").path("name").asText()).isEqualTo("Tuuli Salmela");
        assertThat(data.path("party").path("bank_iban").asText()).isEqualTo("FI7799900100001018");
        assertThat(data.path("accounts").get(0).path("number").asText()).isEqualTo(key);
        assertThat(HubFixture.value(
                        TENANT,
                        "select count(*) from audit_event where action = 'personal-data.export' and subject = 'individual/"
                                + id() + "'"))
                .isEqualTo("1");
    }

    @Test
    void theErasedPersonIsNowhereAndTheAccountStays() {
        String id = id();
        assertThat(request(ADMIN)
                        .contentType("application/merge-patch+json")
                        .body("{\"gender\": \"female\", \"nationality\": \"Salmelian\"}")
                        .patch("/tmf-api/party/v4/individual/" + id)
                        .statusCode())
                .isEqualTo(200);
        Response erased = request(ADMIN).delete(path(id));
        assertThat(erased.statusCode()).as(erased.asString()).isEqualTo(200);
        String pseudonym = erased.path("pseudonym");
        assertThat(HubFixture.value(TENANT, "select key from party where uuid = '" + id + "'"))
                .isEqualTo("erased-" + id);
        assertThat(HubFixture.value(TENANT, "select name from billing_account where number = '" + key + "'"))
                .isEqualTo(pseudonym);
        JsonNode data = HubFixture.get(ADMIN, path(id));
        assertThat(data.toString()).contains(pseudonym).doesNotContain("Salmel", "Rantatie", "FI77", "female");
        assertThat(data.path("party").path("country").asText()).isEqualTo("FI");
        assertThat(HubFixture.values(
                        TENANT,
                        "select table_name from (select 'audit' as table_name, before::text || after::text as t from audit_event union all "
                                + "select 'party', to_jsonb(p)::text from party p union all "
                                + "select 'account', to_jsonb(a)::text from billing_account a) x where t like '%"
                                + pseudonym + "%Salmel%'"))
                .isEmpty();
        assertThat(request(ADMIN).delete(path(id)).asString()).isEqualTo(erased.asString());
    }

    @Test
    void whatIsAskedAndLimitedOfItsUsageIsThePersonsToo() {
        String id = id();
        String account = HubFixture.value(TENANT, "select uuid from billing_account where number = '" + key + "'");
        Response asked = request(ADMIN)
                .contentType("application/json")
                .body("{\"description\": \"what Salmela uses\", \"searchCriteria\": {\"partyAccount\": [{\"id\": \""
                        + account + "\"}], \"validPeriod\": {\"startDateTime\": \"2026-11-15T00:00:00Z\"}}}")
                .post("/tmf-api/usageConsumption/v4/queryUsageConsumption");
        assertThat(asked.statusCode()).as(asked.asString()).isEqualTo(201);
        Response limited = request("billing-manager")
                .contentType("application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(
                        "{\"account\": \"" + key
                                + "\", \"measure\": \"QUANTITY\", \"unit\": \"message\", \"value\": 5, \"description\": \"Salmela's\"}")
                .post("/hub/v1/usage-limits");
        assertThat(limited.statusCode()).as(limited.asString()).isEqualTo(201);
        JsonNode data = HubFixture.get(ADMIN, path(id));
        assertThat(data.path("usageQueries").path(0).path("kept").toString()).contains("what Salmela uses");
        assertThat(data.path("usageLimits").path(0).path("description").asText())
                .isEqualTo("Salmela's");

        assertThat(request(ADMIN).delete(path(id)).statusCode()).isEqualTo(200);

        JsonNode after = HubFixture.get(ADMIN, path(id));
        assertThat(after.path("usageQueries").isNull()).isTrue();
        assertThat(after.path("usageLimits").isNull()).isTrue();
        assertThat(HubFixture.values(
                        TENANT,
                        "select subject from audit_event where (before::text || after::text like '%Salmela%' or after::text like '%Salmela%')"
                                + " and subject in ('queryUsageConsumption/" + asked.path("id") + "', 'usage-limit/"
                                + limited.path("id") + "')"))
                .isEmpty();
    }

    @Test
    void whatIsPaidInAdvanceAndBroughtToTermsIsThePersonsToo() {
        String id = id();
        String account = HubFixture.value(TENANT, "select uuid from billing_account where number = '" + key + "'");
        Response paid = request(ADMIN)
                .contentType("application/json")
                .body(
                        "{\"amount\": {\"amount\": 20, \"units\": \"EUR\"}, \"usageType\": \"monetary\", \"partyAccount\": {\"id\": \""
                                + account
                                + "\"}, \"description\": \"Salmela pays\", \"reason\": \"Salmela asked\", \"voucher\": \"Salmela-1\","
                                + " \"bucket\": {\"name\": \"Salmela's credit\"}}")
                .post("/tmf-api/prepayBalanceManagement/v4/topupBalance");
        assertThat(paid.statusCode()).as(paid.asString()).isEqualTo(201);
        Response member = request(ADMIN)
                .contentType("application/json")
                .body("{\"segment\": \"salmela\", \"groups\": [\"salmelas\"]}")
                .put("/hub/v1/accounts/" + key + "/membership");
        assertThat(member.statusCode()).as(member.asString()).isEqualTo(200);
        JsonNode data = HubFixture.get(ADMIN, path(id));
        assertThat(data.path("prepaid").toString())
                .contains("Salmela pays", "Salmela asked", "Salmela-1", "Salmela's credit");
        assertThat(data.path("memberships").path(0).path("segment").asText()).isEqualTo("salmela");

        assertThat(request(ADMIN).delete(path(id)).statusCode()).isEqualTo(200);

        JsonNode after = HubFixture.get(ADMIN, path(id));
        assertThat(after.path("prepaid")
                        .path(0)
                        .path("movements")
                        .path(0)
                        .path("amount")
                        .asInt())
                .isEqualTo(20);
        assertThat(after.toString()).doesNotContainIgnoringCase("salmela");
        assertThat(HubFixture.value(
                        TENANT,
                        "select count(*) from audit_event where (before is not null or after is not null) and subject in ('topupBalance/"
                                + paid.path("id") + "', 'account/" + key + "')"))
                .isEqualTo("0");
    }

    @Test
    void whoIsStillACustomerIsNotErased() {
        imported("""
                {"products": [{"key": "%1$s", "account": "%1$s", "offering": "nl-mobile-s", "startedOn": "2026-11-01"}]}
                """.formatted(key));
        String id = id();
        Response refused = request(ADMIN).delete(path(id));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.asString()).contains("1 running products");
        assertThat(HubFixture.value(TENANT, "select name from party where key = '" + key + "'"))
                .isEqualTo("Tuuli Salmela");
        imported("""
                {"products": [{"key": "%1$s", "account": "%1$s", "offering": "nl-mobile-s", "startedOn": "2026-11-01", "endedOn": "2026-11-02"}]}
                """.formatted(key));
        assertThat(request(ADMIN).delete(path(id)).statusCode()).isEqualTo(200);
    }

    @Test
    void anOrganizationHasNoPersonalData() {
        String organization = HubFixture.value(TENANT, "select uuid from party where key = 'cirrus'");
        assertThat(HubFixture.status(ADMIN, path(organization))).isEqualTo(422);
        assertThat(request(ADMIN).delete(path(organization)).statusCode()).isEqualTo(422);
        assertThat(HubFixture.status(ADMIN, path(UUID.randomUUID().toString()))).isEqualTo(404);
        assertThat(HubFixture.status("vestby-admin", path(id()))).isIn(403, 404);
        assertThat(HubFixture.status("auditor", path(id()))).isEqualTo(403);
    }

    private String id() {
        return HubFixture.value(TENANT, "select uuid from party where key = '" + key + "'");
    }

    private static String path(String id) {
        return "/hub/v1/persons/" + id + "/personal-data";
    }

    private static void imported(String document) {
        Response response =
                request(ADMIN).contentType("application/json").body(document).post("/hub/v1/imports");
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    }

    private static io.restassured.specification.RequestSpecification request(String user) {
        return RestAssured.given().auth().oauth2(HubFixture.token(user));
    }
}
