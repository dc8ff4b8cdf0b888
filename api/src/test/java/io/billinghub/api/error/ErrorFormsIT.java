package io.billinghub.api.error;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can't be served is told in the form of its path, with what HTTP asks for. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class ErrorFormsIT {

    @BeforeEach
    void tenant() {
        DemoData.load();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE | /hub/v1/bills                                         | GET, HEAD",
                "PUT    | /hub/v1/bill-runs                                     | GET, HEAD, POST",
                "GET    | /hub/v1/imports                                       | POST",
                "POST   | /hub/v1/adapters/cirrus-focus                         | GET, HEAD, PUT",
                "DELETE | /tmf-api/customerBillManagement/v4/customerBill       | GET, HEAD",
            })
    void aMethodThatIsNotAllowedIsToldWithThoseThatAre(Method method, String path, String allowed) {
        given().auth()
                .oauth2(HubFixture.token("billing-manager"))
                .contentType("application/json")
                .request(method, path)
                .then()
                .statusCode(405)
                .header("Allow", allowed)
                .body("code", equalTo("METHOD_NOT_ALLOWED"));
    }

    @Test
    void aCharacterThatNoTextHoldsIsTheCallersFault() {
        given().urlEncodingEnabled(false)
                .auth()
                .oauth2(HubFixture.token("billing-operative"))
                .get("/hub/v1/documents?partner=a%00b")
                .then()
                .statusCode(400)
                .body("code", equalTo("INVALID_PARAMETER"))
                .body("detail", containsString("U+0000"));
    }

    /** Else a slip of the pen in a filter would answer with everything. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/hub/v1/bills?acount=NL-1001&limit=1 | 'acount' is not known here; there are account, amountFrom, amountTo, cursor, dateFrom, dateTo, limit, number, partner, state, text.",
                "/hub/v1/bill-runs?state=CLOSED       | 'state' is not known here; there are cursor, limit.",
                "/hub/v1/coherence?run=1              | 'run' is not known here; there is none.",
            })
    void aParameterThatIsNotReadIsRefused(String path, String detail) {
        given().auth()
                .oauth2(HubFixture.token("auditor"))
                .get(path)
                .then()
                .statusCode(400)
                .body("code", equalTo("INVALID_PARAMETER"))
                .body("detail", containsString(detail));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // what fuzzing has found
                "/hub/v1/bill-runs                  | application/json                | {\"cycle\": \"monthly\", \"period\": 2147483648} | 400",
                "/hub/v1/partners/cirrus/documents  | multipart/form-data; boundary=x | --x                                           | 400",
                "/hub/v1/partners/cirrus/documents  | nonsense                        | a                                             | 415",
            })
    void aRequestThatMakesNoSenseIsTheCallersFault(String path, String mediaType, String body, int status) {
        Map<String, String> headers = Map.of("Content-Type", mediaType);
        assertThat(Wire.hub()
                        .send("POST", path, HubFixture.token("billing-operative"), headers, body)
                        .status())
                .isEqualTo(status);
    }

    @Test
    void anImportsRefusalNamesItsPlaceOnce() {
        given().auth()
                .oauth2(HubFixture.token("hub-admin"))
                .contentType("application/json")
                .body("{\"surprise\": 1}")
                .post("/hub/v1/imports")
                .then()
                .statusCode(422)
                .body("detail", containsString("Nothing was stored: "))
                .body("detail", not(containsString(": :")));
    }
}
