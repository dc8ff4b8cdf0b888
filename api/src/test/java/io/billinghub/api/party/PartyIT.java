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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parties and roles of the TM Forum APIs are those of the master data. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class PartyIT {

    private static final String TENANT = "nordlys";
    private static final String ORGANIZATIONS = "/tmf-api/party/v4/organization";
    private static final String ROLES = "/tmf-api/partyRoleManagement/v4/partyRole";

    @BeforeEach
    void masterData() {
        DemoData.load();
    }

    @Test
    void whoHasNoCountryCanNeitherBuyNorSell() {
        String id = created(ORGANIZATIONS, "{\"tradingName\": \"Nowhere Ltd\"}");
        Response refused = post(ROLES, role(id));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.asString()).contains("PARTY_WITHOUT_COUNTRY", "postal address");
        assertThat(patch(ORGANIZATIONS, id, address("SE")).statusCode()).isEqualTo(200);
        created(ROLES, role(id));
        assertThat(patch(ORGANIZATIONS, id, "{\"contactMedium\": null}").statusCode())
                .isEqualTo(422);
    }

    @Test
    void whoHasHadARoleIsNeverDeleted() {
        String id = created(
                ORGANIZATIONS,
                "{\"tradingName\": \"Once a partner\", " + address("SE").substring(1));
        String role = created(ROLES, role(id));
        assertThat(delete(ORGANIZATIONS, id).statusCode()).isEqualTo(409);
        assertThat(delete(ROLES, role).statusCode()).isEqualTo(204);
        Response refused = delete(ORGANIZATIONS, id);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.asString()).contains("IN_USE");
    }

    @Test
    void anImportAndTheApiChangeTheSameRow() {
        String key = "p-" + UUID.randomUUID();
        String id = created(ORGANIZATIONS, """
                {"tradingName": "Two ways", "externalReference": [{"externalReferenceType": "partyKey", "name": "%s"}],
                 "contactMedium": [{"mediumType": "phone", "characteristic": {"phoneNumber": "1"}},
                                   {"mediumType": "postalAddress", "characteristic": {"city": "Oslo", "country": "NO", "stateOrProvince": "Oslo"}}]}
                """.formatted(key));
        Response imported = post("/hub/v1/imports", """
                {"parties": [{"key": "%s", "kind": "ORGANIZATION", "name": "Two ways AB", "city": "Lund", "country": "SE"}]}
                """.formatted(key));
        assertThat(imported.statusCode()).as(imported.asString()).isEqualTo(200);
        JsonNode shown = HubFixture.get("auditor", ORGANIZATIONS + "/" + id);
        assertThat(shown.path("name").asText()).isEqualTo("Two ways AB");
        assertThat(shown.path("tradingName").asText()).isEqualTo("Two ways");
        JsonNode postal = shown.path("contactMedium").get(1).path("characteristic");
        assertThat(postal.path("city").asText()).isEqualTo("Lund");
        assertThat(postal.path("country").asText()).isEqualTo("SE");
        assertThat(postal.path("stateOrProvince").asText()).isEqualTo("Oslo");
        assertThat(shown.path("contactMedium")
                        .get(0)
                        .path("characteristic")
                        .path("phoneNumber")
                        .asText())
                .isEqualTo("1");
    }

    @Test
    void whatThePatchDoesNotSpeakOfStaysInTheMasterData() {
        String id = partyId("cirrus");
        String iban = HubFixture.value(TENANT, "select bank_iban from party where key = 'cirrus'");
        assertThat(patch(ORGANIZATIONS, id, "{\"nameType\": \"Inc.\"}").statusCode())
                .isEqualTo(200);
        assertThat(HubFixture.value(TENANT, "select bank_iban from party where key = 'cirrus'"))
                .isEqualTo(iban);
    }

    @Test
    void aPartnerSeesItselfAndTheHostAlone() {
        JsonNode seen = HubFixture.get("partner-cirrus", ORGANIZATIONS + "?fields=externalReference");
        assertThat(seen.findValuesAsText("name")).contains("cirrus", "nordlys").doesNotContain("kinobox", "mobilia");
        assertThat(HubFixture.status("partner-cirrus", ORGANIZATIONS + "/" + partyId("kinobox")))
                .isEqualTo(404);
        JsonNode roles = HubFixture.get("partner-cirrus", ROLES);
        assertThat(roles.findValuesAsText("role")).doesNotContain("CUSTOMER");
        assertThat(HubFixture.status("partner-cirrus", "/tmf-api/party/v4/individual"))
                .isEqualTo(200);
        assertThat(HubFixture.get("partner-cirrus", "/tmf-api/party/v4/individual"))
                .isEmpty();
    }

    @Test
    void aChangeOfTermsIsANewVersion() {
        String agreements = "/tmf-api/agreementManagement/v4/agreement";
        String id = created(agreements, agreement("1", "2027-01-01", "85"));
        Response changed = patch(agreements, id, terms("1", "2027-01-01", "80"));
        assertThat(changed.statusCode()).isEqualTo(422);
        assertThat(changed.asString()).contains("IMMUTABLE");
        assertThat(patch(agreements, id, terms("2", "2027-06-01", "80")).statusCode())
                .isEqualTo(200);
        assertThat(HubFixture.get("auditor", agreements + "/" + id)
                        .path("version")
                        .asText())
                .isEqualTo("2");
        assertThat(HubFixture.values(
                        TENANT,
                        "select v.version || ' ' || v.valid_from || ' ' || v.valid_to from agreement_version v join agreement a "
                                + "on a.id = v.agreement_id where a.uuid = '" + id + "' order by v.version"))
                .containsExactly("1 2027-01-01 2027-06-01", "2 2027-06-01 infinity");
        assertThat(delete(agreements, id).statusCode()).isEqualTo(204);
    }

    @Test
    void whatBecomesOfUsageIsATerm() {
        String agreements = "/tmf-api/agreementManagement/v4/agreement";
        String id = created(agreements, agreement("1", "2027-01-01", "85"));
        assertThat(late(agreements, id)).containsExactly("NEXT_BILL");
        String own = terms("2", "2027-06-01", "85")
                .replace(
                        "[{\"name\": \"sellingModel\"",
                        "[{\"name\": \"lateUsage\", \"value\": \"OWN_PERIOD\"},"
                                + " {\"name\": \"usage\", \"value\": {\"role\": \"EVIDENCE\", \"tolerancePercent\": \"0.5\"}},"
                                + " {\"name\": \"refuseUsageAfterDays\", \"value\": 60}, {\"name\": \"sellingModel\"");
        assertThat(patch(agreements, id, own).statusCode()).isEqualTo(200);
        assertThat(late(agreements, id)).containsExactly("OWN_PERIOD", "60");
        assertThat(HubFixture.get("auditor", agreements + "/" + id).toString())
                .contains("{\"name\":\"usage\",\"value\":{\"role\":\"EVIDENCE\",\"tolerancePercent\":\"0.5\"}}");
        Response changed = patch(agreements, id, own.replace("0.5", "0.6"));
        assertThat(changed.statusCode()).isEqualTo(422);
        assertThat(changed.asString()).contains("IMMUTABLE");
        assertThat(patch(agreements, id, terms("3", "2027-09-01", "85")).statusCode())
                .isEqualTo(200);
        assertThat(late(agreements, id)).containsExactly("NEXT_BILL");
        assertThat(delete(agreements, id).statusCode()).isEqualTo(204);
    }

    private static List<String> late(String agreements, String id) {
        List<String> values = new ArrayList<>();
        for (JsonNode term : HubFixture.get("auditor", agreements + "/" + id).path("characteristic")) {
            if (List.of("lateUsage", "refuseUsageAfterDays")
                    .contains(term.path("name").asText())) {
                values.add(term.path("value").asText());
            }
        }
        return values;
    }

    @Test
    void sharesThatDoNotAddUpAreRefusedAtTheirPlace() {
        Response refused = post("/tmf-api/agreementManagement/v4/agreement", agreement("1", "2027-01-01", "85.5"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.asString()).contains("SHARES_NOT_100", "/shareModel/shares");
    }

    private static String agreement(String version, String from, String percent) {
        return "{\"name\": \"Deskly, other terms\", \"agreementType\": \"reseller\", \"agreementItem\": [{}], \"engagedParty\": [{\"id\": \""
                + partyId("deskly") + "\"}], " + terms(version, from, percent).substring(1);
    }

    private static String terms(String version, String from, String percent) {
        return """
                {"version": "%s", "agreementPeriod": {"startDateTime": "%sT00:00:00Z"},
                 "characteristic": [{"name": "sellingModel", "value": "RESALE"}, {"name": "currency", "value": "USD"},
                   {"name": "residueParty", "value": "nordlys"}, {"name": "shareModel", "value": {"type": "percentage", "shares": [
                     {"party": "deskly", "percent": "%s"}, {"party": "nordlys", "percent": "%s"}]}}]}
                """.formatted(version, from, percent, percent.equals("80") ? "20" : "15");
    }

    private static String role(String party) {
        return "{\"name\": \"Customer\", \"engagedParty\": {\"id\": \"" + party + "\"}}";
    }

    private static String address(String country) {
        return "{\"contactMedium\": [{\"mediumType\": \"postalAddress\", \"characteristic\": {\"country\": \"" + country
                + "\"}}]}";
    }

    private static String partyId(String key) {
        return HubFixture.value(TENANT, "select uuid from party where key = '" + key + "'");
    }

    private static String created(String path, String body) {
        Response created = post(path, body);
        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        return created.path("id");
    }

    private static Response post(String path, String body) {
        return RestAssured.given()
                .auth()
                .oauth2(HubFixture.token("marketplace-admin"))
                .contentType("application/json")
                .body(body)
                .post(path);
    }

    private static Response patch(String path, String id, String body) {
        return RestAssured.given()
                .auth()
                .oauth2(HubFixture.token("marketplace-admin"))
                .contentType("application/merge-patch+json")
                .body(body)
                .patch(path + "/" + id);
    }

    private static Response delete(String path, String id) {
        return RestAssured.given()
                .auth()
                .oauth2(HubFixture.token("marketplace-admin"))
                .delete(path + "/" + id);
    }
}
