package io.billinghub.api.security;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the matrix of SecurityMatrixIT does not ask: logins that lack what their role needs, unknown paths, the page. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class SecurityIT {

    @BeforeEach
    void bills() {
        DemoData.load();
        HubFixture.loadOther();
    }

    private static final String TMF = "/tmf-api/customerBillManagement/v4/customerBill/";

    @Test
    void aTenantNeverSeesAnothersBills() {
        String foreign =
                HubFixture.value("other", "select uuid from customer_bill where payment_reference like '%1001'");
        manager().get(TMF + foreign).then().statusCode(404);
        manager().get("/hub/v1/bills/" + foreign + "/pdf").then().statusCode(404);
        List<String> own = HubFixture.values("nordlys", "select uuid from customer_bill");
        List<String> seen = manager().get("/hub/v1/bills?limit=100").path("items.id");
        assertThat(seen).hasSizeGreaterThanOrEqualTo(25).isSubsetOf(own).doesNotContain(foreign);
        String cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(("bills:" + foreign).getBytes(US_ASCII));
        manager().get("/hub/v1/bills?cursor=" + cursor).then().statusCode(200).body("items", hasSize(0));
    }

    @Test
    void aPartnerThatTheTenantLacksIsRefused() {
        // the login is bound to mobilia; for the time of the request that partner goes by another key
        HubFixture.execute("nordlys", "update party_role set key = 'mobilia-gone' where key = 'mobilia'");
        try {
            given().auth()
                    .oauth2(HubFixture.token("partner"))
                    .get("/hub/v1/documents")
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("TOKEN_WITHOUT_PARTNER"));
        } finally {
            HubFixture.execute("nordlys", "update party_role set key = 'mobilia' where key = 'mobilia-gone'");
        }
    }

    @Test
    void aPartnerCannotPushForAnother() {
        given().auth()
                .oauth2(HubFixture.token("partner"))
                .contentType("text/csv")
                .body("a;b")
                .post("/hub/v1/partners/cirrus/documents")
                .then()
                .statusCode(403)
                .body("code", equalTo("OTHER_PARTNER"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/hub/v1/nothing", "/tmf-api/nothing", "/nothing"})
    void anUnknownPathIsSaidToBeOne(String path) {
        assertThat(call(Method.GET, path, HubFixture.token("auditor")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void thePageLeadsToTheLogin() {
        given().redirects()
                .follow(false)
                .get("/")
                .then()
                .statusCode(302)
                .header("Location", containsString("code_challenge_method=S256"))
                .header("Content-Security-Policy", containsString("default-src 'none'"));
    }

    private static Response call(Method method, String path, String token) {
        RequestSpecification request = given().contentType("application/json");
        RequestSpecification body = method == Method.GET ? request : request.body("{}");
        return (token == null ? body : body.auth().oauth2(token)).request(method, path);
    }

    private static RequestSpecification manager() {
        return given().auth().oauth2(HubFixture.token("billing-manager"));
    }
}
