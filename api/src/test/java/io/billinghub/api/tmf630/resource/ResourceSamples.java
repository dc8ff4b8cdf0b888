package io.billinghub.api.tmf630.resource;

import io.billinghub.api.testing.HubFixture;
import io.restassured.RestAssured;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A sample of each resource that can be created, in the demo's tenant. */
final class ResourceSamples {

    private static final String TENANT = "nordlys";

    private ResourceSamples() {}

    static List<ResourceSample> all() {
        List<ResourceSample> samples = new ArrayList<>();
        samples.addAll(parties());
        samples.addAll(partnerships());
        samples.addAll(CatalogueSamples.all());
        return samples;
    }

    private static List<ResourceSample> parties() {
        return List.of(
                new ResourceSample("/tmf-api/party/v4/organization", () -> """
                        {"name": "Fjordkraft Software AS",
                         "tradingName": "Fjordkraft",
                         "organizationIdentification": [{"identificationType": "legalId", "identificationId": "NO 912 345 678"}],
                         "contactMedium": [
                           {"mediumType": "phone", "characteristic": {"phoneNumber": "+47 22 00 00 00"}},
                           {"mediumType": "postalAddress", "preferred": true, "characteristic":
                             {"street1": "Karl Johans gate 1", "city": "Oslo", "postCode": "0154", "country": "Norway", "stateOrProvince": "Oslo"}},
                           {"mediumType": "email", "characteristic": {"emailAddress": "invoice@fjordkraft.example"}}]}
                        """),
                new ResourceSample("/tmf-api/party/v4/individual", () -> """
                        {"givenName": "Kari", "familyName": "Nordmann", "fullName": "Kari Nordmann",
                         "contactMedium": [{"mediumType": "postalAddress", "characteristic": {"city": "Bergen", "country": "NO"}}]}
                        """),
                new ResourceSample("/tmf-api/partyRoleManagement/v4/partyRole", () ->
                        """
                        {"name": "PARTNER", "engagedParty": {"id": "%s"},
                         "characteristic": [{"name": "key", "value": "p-%s"}, {"name": "colour", "value": "green"}]}
                        """.formatted(partyId("cirrus"), UUID.randomUUID())));
    }

    private static List<ResourceSample> partnerships() {
        return List.of(
                new ResourceSample("/tmf-api/partnershipManagement/v4/partnershipSpecification", () -> """
                        {"name": "Reseller", "roleSpecification": [{"name": "PARTNER", "requiresSettlement": true}]}
                        """),
                new ResourceSample("/tmf-api/partnershipManagement/v4/partnership", () ->
                        """
                        {"name": "Nordlys and Cirrus", "specification": {"id": "%s"},
                         "partner": [{"name": "PARTNER", "engagedParty": {"id": "%s"}, "note": "since 2024"}]}
                        """.formatted(partnershipSpecification(), partyId("cirrus"))),
                new ResourceSample("/tmf-api/agreementManagement/v4/agreementSpecification", () -> """
                        {"name": "Cloud reseller terms"}
                        """),
                new ResourceSample(
                        "/tmf-api/agreementManagement/v4/agreement", () -> """
                        {"name": "Cirrus, next terms", "version": "1",
                         "engagedParty": [{"id": "%s", "role": "partner"}],
                         "agreementPeriod": {"startDateTime": "2027-01-01T00:00:00Z", "endDateTime": "2028-01-01T00:00:00Z"},
                         "characteristic": [
                           {"name": "sellingModel", "value": "RESALE"}, {"name": "currency", "value": "USD"},
                           {"name": "shareModel", "value": {"type": "percentage", "shares": [
                             {"party": "cirrus", "percent": "85"}, {"party": "nordlys", "percent": "15"}]}},
                           {"name": "residueParty", "value": "nordlys"}, {"name": "colour", "value": "green"}]}
                        """.formatted(partyId("cirrus"))));
    }

    private static String partnershipSpecification() {
        return RestAssured.given()
                .auth()
                .oauth2(HubFixture.token("marketplace-admin"))
                .contentType("application/json")
                .body("{\"name\": \"Reseller\"}")
                .post("/tmf-api/partnershipManagement/v4/partnershipSpecification")
                .path("id");
    }

    static String partyId(String key) {
        return HubFixture.value(TENANT, "select uuid from party where key = '" + key + "'");
    }
}
