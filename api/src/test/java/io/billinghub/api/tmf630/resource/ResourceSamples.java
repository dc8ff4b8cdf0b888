package io.billinghub.api.tmf630.resource;

import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.Wire;
import io.restassured.RestAssured;
import jakarta.enterprise.inject.spi.CDI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A sample of each resource that can be created, in the demo's tenant. */
public final class ResourceSamples {

    private static final String TENANT = "nordlys";

    private ResourceSamples() {}

    static List<ResourceSample> all() {
        List<ResourceSample> samples = new ArrayList<>();
        samples.addAll(parties());
        samples.addAll(partnerships());
        samples.addAll(accounts());
        samples.addAll(usage());
        samples.add(usageConsumption());
        samples.addAll(prepaid());
        samples.addAll(CatalogueSamples.all());
        return samples;
    }

    /** Creates one of each resource of which the demo's tenant has none, for tests that need something to be there. */
    public static void makeWhereThereIsNone() {
        TmfResources resources = CDI.current().select(TmfResources.class).get();
        for (ResourceSample sample : all()) {
            String login = HubFixture.token("marketplace-admin");
            if (!Wire.hub().get(sample.path() + "?fields=id", login).expect(200).isEmpty()) {
                continue;
            }
            resources.all().stream()
                    .map(TmfResource::definition)
                    .filter(definition -> definition.type().path().equals(sample.path()))
                    .forEach(definition -> Wire.hub()
                            .send(
                                    "POST",
                                    sample.path(),
                                    login,
                                    sample.least(definition).toString())
                            .expect(201));
        }
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
                         "partner": [{"name": "PARTNER", "note": "since 2024",
                           "engagedParty": {"id": "%s", "name": "Cirrus", "@referredType": "Organization"}}]}
                        """.formatted(partnershipSpecification(), partyId("cirrus"))),
                new ResourceSample("/tmf-api/agreementManagement/v4/agreementSpecification", () -> """
                        {"name": "Cloud reseller terms"}
                        """),
                new ResourceSample(
                        "/tmf-api/agreementManagement/v4/agreement", () -> """
                        {"name": "Deskly, next terms", "version": "1",
                         "engagedParty": [{"id": "%s", "name": "Deskly", "role": "partner", "@referredType": "Organization"}],
                         "agreementPeriod": {"startDateTime": "2027-01-01T00:00:00Z", "endDateTime": "2028-01-01T00:00:00Z"},
                         "characteristic": [
                           {"name": "sellingModel", "value": "RESALE"}, {"name": "currency", "value": "USD"},
                           {"name": "shareModel", "value": {"type": "percentage", "shares": [
                             {"party": "deskly", "percent": "85"}, {"party": "nordlys", "percent": "15"}]}},
                           {"name": "residueParty", "value": "nordlys"}, {"name": "colour", "value": "green"}]}
                        """.formatted(partyId("deskly"))));
    }

    private static List<ResourceSample> accounts() {
        String api = "/tmf-api/accountManagement/v4/";
        return List.of(
                new ResourceSample(api + "billFormat", () -> "{\"name\": \"Summary\"}"),
                new ResourceSample(api + "billPresentationMedia", () -> "{\"name\": \"Post\"}"),
                new ResourceSample(api + "billingCycleSpecification", () -> """
                        {"name": "Months of Oslo", "key": "c-%s", "frequency": "monthly", "billingPeriod": "month",
                         "billingDateShift": 0, "timeZone": "Europe/Oslo"}
                        """.formatted(UUID.randomUUID())),
                new ResourceSample(api + "financialAccount", () -> ofParty("owner", "aino-lehtovaara", "")),
                new ResourceSample(
                        api + "partyAccount",
                        () -> ofParty("owner", "aino-lehtovaara", ", \"financialAccount\": null")),
                new ResourceSample(
                        api + "settlementAccount", () -> ofParty("partner", "cirrus", ", \"financialAccount\": null")),
                new ResourceSample(
                        api + "billingAccount",
                        () -> ofParty("customer", "aino-lehtovaara", """
                        , "financialAccount": null, "number": "N-%s", "currency": "EUR", "language": "fi",
                          "billStructure": {"cycleSpecification": {"id": "%s", "isRef": true}, "colour": "blue"}
                        """.formatted(
                                UUID.randomUUID(),
                                HubFixture.value(TENANT, "select uuid from bill_cycle where key = 'monthly'")))));
    }

    private static String ofParty(String role, String party, String more) {
        return """
                {"name": "An account", "relatedParty": [{"id": "%s", "role": "%s"}]%s}
                """.formatted(partyId(party), role, more);
    }

    /** Usage of a customer number that is not linked: it is rejected, so that no account of the demo is charged for it. */
    private static List<ResourceSample> usage() {
        return List.of(
                new ResourceSample("/tmf-api/usageManagement/v4/usageSpecification", () -> "{}"),
                new ResourceSample("/tmf-api/usageManagement/v4/usage", () -> """
                        {"relatedParty": [{"id": "%s", "role": "partner"}], "usageSpecification": null,
                         "usageCharacteristic": [{"name": "account", "value": "no such customer"}, {"name": "product", "value": "SNS-MSG"},
                           {"name": "quantity", "value": 7.5}, {"name": "unit", "value": "message"}, {"name": "colour", "value": "green"}]}
                        """.formatted(partyId("sensate"))));
    }

    private static ResourceSample usageConsumption() {
        return new ResourceSample("/tmf-api/usageConsumption/v4/queryUsageConsumption", () -> """
                {"searchCriteria": {"partyAccount": [{"id": "%1$s"}], "validPeriod": {"startDateTime": "2026-10-01T00:00:00Z"}},
                 "partyAccount": [{"id": "%1$s"}], "relatedParty": [{"id": "%2$s", "role": "partner", "@referredType": "Organization"}]}
                """.formatted(
                        HubFixture.value(TENANT, "select uuid from billing_account where number = 'NL-1001'"),
                        partyId("sensate")));
    }

    /** Packs of a unit that nothing is used in, so that no bill of the demo draws them. */
    private static List<ResourceSample> prepaid() {
        return List.of(
                new ResourceSample("/tmf-api/prepayBalanceManagement/v4/topupBalance", ResourceSamples::topUp),
                new ResourceSample(
                        "/tmf-api/prepayBalanceManagement/v4/adjustBalance", () -> """
                        {"amount": {"amount": -1.5, "units": "sample"}, "usageType": "other", "bucket": {"id": "%s"},
                         "partyAccount": null, "adjustType": "oneTime"}
                        """.formatted(prepaidBucket())));
    }

    private static String topUp() {
        return """
                {"amount": {"amount": 100, "units": "sample"}, "usageType": "other", "isAutoTopup": false, "recurringPeriod": "monthly",
                 "partyAccount": {"id": "%s"}, "bucket": {"name": "Samples"},
                 "validFor": {"startDateTime": "2026-10-01T00:00:00Z", "endDateTime": "2099-01-01T00:00:00Z"}}
                """.formatted(HubFixture.value(TENANT, "select uuid from billing_account where number = 'NL-1001'"));
    }

    private static String prepaidBucket() {
        return RestAssured.given()
                .auth()
                .oauth2(HubFixture.token("marketplace-admin"))
                .contentType("application/json")
                .body(topUp())
                .post("/tmf-api/prepayBalanceManagement/v4/topupBalance")
                .path("bucket.id");
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
