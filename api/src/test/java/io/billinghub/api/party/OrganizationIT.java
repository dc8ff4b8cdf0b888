package io.billinghub.api.party;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tenant's organizations are read as TMF632 says, by logins of the whole tenant. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class OrganizationIT {

    private static final String ORGANIZATION = "/tmf-api/party/v4/organization/";

    @BeforeEach
    void bills() {
        DemoData.load();
        HubFixture.loadOther();
    }

    @Test
    void anOrganizationIsShownAsItWasImported() {
        String id = HubFixture.value("nordlys", "select uuid from party where key = 'cirrus'");
        get("auditor", id)
                .statusCode(200)
                .body("id", equalTo(id))
                .body("href", endsWith(ORGANIZATION + id))
                .body("name", equalTo(HubFixture.value("nordlys", "select name from party where key = 'cirrus'")))
                .body("externalReference.name", contains("cirrus"))
                .body("contactMedium[0].characteristic.country", equalTo("US"))
                .body("'@type'", equalTo("Organization"));
        get("finance", id + "?fields=name").statusCode(200).body("$", not(hasKey("contactMedium")));
    }

    @Test
    void aPersonIsNoOrganization() {
        get("auditor", HubFixture.value("nordlys", "select uuid from party where kind = 'INDIVIDUAL' limit 1"))
                .statusCode(404);
    }

    @Test
    void aTenantNeverSeesAnothersParties() {
        get("auditor", HubFixture.value("other", "select uuid from party where key = 'host'"))
                .statusCode(404)
                .body("code", equalTo("UNKNOWN_RESOURCE"));
    }

    @Test
    void whatIsNoIdNamesNothing() {
        get("auditor", "nonsense").statusCode(404);
        get("auditor", "00000000-0000-4000-8000-000000000000?fields=colour").statusCode(400);
    }

    private static ValidatableResponse get(String user, String rest) {
        return given().urlEncodingEnabled(false)
                .auth()
                .oauth2(HubFixture.token(user))
                .get(ORGANIZATION + rest)
                .then();
    }
}
