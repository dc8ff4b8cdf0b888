package io.billinghub.api.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request without the right token reads and changes nothing. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class SecurityIT {

    private static final String NOBODY = "00000000-0000-4000-8000-000000000000";
    private static final String FORGED =
            "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJleHAiOjEsImF1ZCI6Imh1Yi1hcGkiLCJ0ZW5hbnQiOiJub3JkbHlzIn0.AAAA";

    @BeforeEach
    void bills() {
        DemoData.load();
        HubFixture.loadOther();
    }

    /** Each route with who may not use it (403) and who may (anything but 401 and 403). */
    @ParameterizedTest
    @CsvSource({
        // method, path,                                                        refused user,      allowed user
        "GET,  /tmf-api/customerBillManagement/v4/customerBill,                 partner,           customer",
        "GET,  /tmf-api/customerBillManagement/v4/customerBill/" + NOBODY + ",  partner,           auditor",
        "GET,  /tmf-api/customerBillManagement/v4/appliedCustomerBillingRate,   it-operative,      finance",
        "GET,  /tmf-api/customerBillManagement/v4/appliedCustomerBillingRate/x, partner,           customer",
        "GET,  /tmf-api/party/v4/organization/" + NOBODY + ",                   it-operative,      auditor",
        "GET,  /hub/v1/bills,                                                   partner,           billing-operative",
        "GET,  /hub/v1/bills/" + NOBODY + "/pdf,                                partner,           customer",
        "GET,  /hub/v1/tax-invoices/" + NOBODY + "/ubl,                         partner,           customer",
        "GET,  /hub/v1/bill-runs,                                               customer,          it-operative",
        "POST, /hub/v1/bill-runs,                                               finance,           billing-operative",
        "GET,  /hub/v1/bill-runs/" + NOBODY + ",                                partner,           auditor",
        "GET,  /hub/v1/bill-runs/" + NOBODY + "/report,                         customer,          finance",
        "POST, /hub/v1/bill-runs/" + NOBODY + "/approve,                        billing-operative, billing-manager",
        "POST, /hub/v1/bill-runs/" + NOBODY + "/resume,                         auditor,           billing-operative",
        "POST, /hub/v1/bill-runs/" + NOBODY + "/cancel,                         finance,           billing-manager",
        "GET,  /hub/v1/coherence,                                               customer,          auditor",
        "GET,  /hub/v1/trace/" + NOBODY + ",                                    customer,          auditor",
        "POST, /hub/v1/imports,                                                 billing-manager,   marketplace-admin",
        "POST, /hub/v1/partners/mobilia/documents,                              customer,          marketplace-admin",
        "GET,  /hub/v1/documents,                                               customer,          auditor",
        "GET,  /hub/v1/documents/" + NOBODY + ",                                customer,          auditor",
        "GET,  /hub/v1/documents/" + NOBODY + "/content,                        customer,          auditor",
        "GET,  /hub/v1/quarantine,                                              customer,          billing-operative",
        "GET,  /hub/v1/adapters,                                                customer,          it-operative",
        "GET,  /hub/v1/adapters/none,                                           finance,           it-operative",
        "PUT,  /hub/v1/adapters/none,                                           billing-manager,   marketplace-admin",
        "POST, /hub/v1/adapters/none/pull,                                      partner,           marketplace-admin",
        "POST, /tmf-api/customerBillManagement/v4/hub,                          auditor,           customer",
        "GET,  /tmf-api/party/v4/hub/" + NOBODY + ",                            finance,           partner",
        "DELETE, /tmf-api/party/v4/hub/" + NOBODY + ",                          billing-operative, it-operative",
        "GET,  /hub/v1/webhooks,                                                auditor,           customer",
        "POST, /hub/v1/webhooks,                                                finance,           partner",
        "GET,  /hub/v1/webhooks/" + NOBODY + ",                                 auditor,           it-operative",
        "PATCH, /hub/v1/webhooks/" + NOBODY + ",                                auditor,           billing-manager",
        "DELETE, /hub/v1/webhooks/" + NOBODY + ",                               billing-operative, hub-admin",
        "POST, /hub/v1/webhooks/" + NOBODY + "/ping,                            auditor,           marketplace-admin",
        "POST, /hub/v1/webhooks/" + NOBODY + "/rotate-secret,                   finance,           partner",
        "GET,  /hub/v1/webhooks/" + NOBODY + "/deliveries,                      auditor,           customer",
        "POST, /hub/v1/webhooks/" + NOBODY + "/deliveries/" + NOBODY + "/redeliver, finance,       partner",
    })
    void eachRouteIsOpenToItsRolesAlone(Method method, String path, String refused, String allowed) {
        assertThat(call(method, path, null).statusCode()).isEqualTo(401);
        assertThat(call(method, path, FORGED).statusCode()).isEqualTo(401);
        assertThat(call(method, path, HubFixture.token(refused)).statusCode()).isEqualTo(403);
        Response answer = call(method, path, HubFixture.token(allowed));
        assertThat(answer.statusCode()).isNotIn(401, 403, 405, 500);
        assertThat(answer.asString()).doesNotContain("UNKNOWN_PATH");
    }

    private static final String TMF = "/tmf-api/customerBillManagement/v4/customerBill/";

    @Test
    void aTenantNeverSeesAnothersBills() {
        String foreign =
                HubFixture.value("other", "select uuid from customer_bill where payment_reference like '%1001'");
        manager().get(TMF + foreign).then().statusCode(404);
        manager().get("/hub/v1/bills/" + foreign + "/pdf").then().statusCode(404);
        manager().get("/hub/v1/bills").then().body("items", hasSize(25)).body("items.id", not(hasItem(foreign)));
        manager().get("/hub/v1/bills?after=" + foreign).then().body("items", hasSize(0));
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
