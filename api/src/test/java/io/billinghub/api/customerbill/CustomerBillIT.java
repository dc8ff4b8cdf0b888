package io.billinghub.api.customerbill;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TMF678 over real bills: what is asked for is what is given. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class CustomerBillIT {

    private static final String BILLS = "/tmf-api/customerBillManagement/v4/customerBill";
    private static final String RATES = "/tmf-api/customerBillManagement/v4/appliedCustomerBillingRate";

    @BeforeEach
    void bills() {
        HubFixture.load();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // query                                   | accounts whose bills match, of NL-1001 (170.90) and NL-1002
                // (1255.00)
                "state=sent                                | nordlys-NL-1001",
                "state=sent,validated                      | nordlys-NL-1001,nordlys-NL-1002",
                "state.ne=sent                             | nordlys-NL-1002",
                "billNo=nordlys-NL-1002                    | nordlys-NL-1002",
                "billDate=2026-11-02                       | nordlys-NL-1001,nordlys-NL-1002",
                "billDate.gt=2026-11-02T00:00:00Z          | ''",
                "amountDue.value.gt=1000                   | nordlys-NL-1002",
                "amountDue.value.lte=170.90                | nordlys-NL-1001",
                "amountDue.value.gt=10&state=sent          | nordlys-NL-1001",
                "amountDue.unit=SEK                        | ''",
                "billNo=other-NL-1001                      | ''",
            })
    void filtersReallyFilter(String query, String numbers) {
        String[] expected = numbers.isEmpty() ? new String[0] : numbers.split(",");
        get(BILLS + "?" + query).statusCode(200).body("billNo", containsInAnyOrder(expected));
    }

    @Test
    void aBillStatesItsAmountsTaxesPartiesAndDocuments() {
        // 100.00 + 40.00 = 140.00; 25.50 + 5.40 = 30.90; 170.90
        get(BILLS + "?billNo=nordlys-NL-1001")
                .body("[0].taxExcludedAmount.value", equalTo(140.00f))
                .body("[0].taxIncludedAmount.value", equalTo(170.90f))
                .body("[0].amountDue.unit", equalTo("EUR"))
                .body("[0].taxItem.taxRate", contains(25.5f, 13.5f))
                .body("[0].taxItem.taxAmount.value", contains(25.50f, 5.40f))
                .body("[0].relatedParty.role", contains("customer", "seller", "seller"))
                .body("[0].billDocument", hasSize(3))
                .body("[0].billDocument.mimeType", contains("application/pdf", "application/xml", "application/xml"));
    }

    @Test
    void aPageTellsItsPlaceInTheWhole() {
        get(BILLS + "?limit=1&fields=none")
                .statusCode(206)
                .header("X-Total-Count", "2")
                .header("X-Result-Count", "1")
                .header("Link", containsString("rel=\"next\""))
                .body("[0]", allOf(hasKey("id"), hasKey("href"), not(hasKey("state"))));
        get(BILLS).statusCode(200).header("X-Total-Count", "2").header("X-Result-Count", "2");
    }

    @Test
    void linesAreFoundByTheirBillAndByThemselves() {
        String bill = get(BILLS + "?billNo=nordlys-NL-1002").extract().path("[0].id");
        get(RATES + "?bill.id=" + bill)
                .body("id", contains(bill + "-1", bill + "-2"))
                .body("type", contains("appliedBillingCharge", "appliedBillingCredit"))
                .body("taxExcludedAmount.value", contains(1000.10f, -0.10f))
                .body("isBilled", everyItem(equalTo(true)));
        get(RATES + "/" + bill + "-2").statusCode(200).body("description", equalTo("Goodwill"));
    }

    @ParameterizedTest
    @CsvSource({
        BILLS + "/00000000-0000-4000-8000-000000000000, 404",
        BILLS + "/nonsense, 404",
        RATES + "/nonsense, 404",
        BILLS + "?colour=red, 400",
        BILLS + "?limit=x, 400",
        BILLS + "?fields=colour, 400",
    })
    void refusalsSpeakTmf(String path, int status) {
        get(path)
                .statusCode(status)
                .body("status", equalTo(Integer.toString(status)))
                .body("$", allOf(hasKey("code"), hasKey("reason"), hasKey("message")));
    }

    private static ValidatableResponse get(String path) {
        return given().urlEncodingEnabled(false)
                .auth()
                .oauth2(HubFixture.token("billing-manager"))
                .get(path)
                .then();
    }
}
