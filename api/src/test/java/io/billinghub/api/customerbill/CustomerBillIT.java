package io.billinghub.api.customerbill;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.billinghub.api.testing.DemoData;
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
        DemoData.load();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // query                                  | names of the accounts whose bills match
                // the highest are NL-1020 with 5839.96, NL-1032 with 2122.84 and NL-1030 with 1755.61
                "amountDue.value.gt=2000                  | Havu Group: group services,LARGE",
                "amountDue.value.gte=2122.84              | Havu Group: group services,LARGE",
                "amountDue.value.gt=2122.84               | Havu Group: group services",
                "amountDue.value.gt=2000&state=sent       | Havu Group: group services,LARGE",
                "amountDue.value.gt=2000&state=validated  | ''",
                "amountDue.value.gt=2000&state.ne=sent    | ''",
                "amountDue.value.gt=2000&state=new,sent   | Havu Group: group services,LARGE",
                // the lowest is NL-1012 with 34.90
                "amountDue.value.lte=34.90                | SMALL",
                "amountDue.value.lt=34.90                 | ''",
                "amountDue.unit=SEK                       | ''",
                "billNo=RF00                              | ''",
            })
    void filtersReallyFilter(String query, String names) {
        String[] expected = names.isEmpty()
                ? new String[0]
                : names.replace("LARGE", name("NL-1032"))
                        .replace("SMALL", name("NL-1012"))
                        .split(",");
        get(BILLS + "?" + query).statusCode(200).body("billingAccount.name", containsInAnyOrder(expected));
    }

    @Test
    void datesFilterByTheDayOfTheBill() {
        String day = HubFixture.value("nordlys", "select min(issue_date) from customer_bill");
        get(BILLS + "?billDate=" + day).header("X-Total-Count", "25");
        get(BILLS + "?billDate.gt=" + day + "T00:00:00Z").header("X-Total-Count", "0");
    }

    @Test
    void aBillStatesItsAmountsTaxesPartiesAndDocuments() {
        // Kinobox: 23.07 and 5.88 of tax; Nordlys: 81.86 and 20.87; 104.93 + 26.75 = 131.68
        get(BILLS + "?billNo=" + number("NL-1001"))
                .body("$", hasSize(1))
                .body("[0].taxExcludedAmount.value", equalTo(104.93f))
                .body("[0].taxIncludedAmount.value", equalTo(131.68f))
                .body("[0].amountDue.unit", equalTo("EUR"))
                .body("[0].taxItem.taxRate", contains(25.5f))
                .body("[0].taxItem.taxAmount.value", contains(26.75f))
                .body("[0].relatedParty.role", contains("customer", "seller", "seller"))
                .body("[0].billDocument", hasSize(3))
                .body("[0].billDocument.mimeType", contains("application/pdf", "application/xml", "application/xml"));
    }

    @Test
    void aPageTellsItsPlaceInTheWhole() {
        get(BILLS + "?limit=1&fields=none")
                .statusCode(206)
                .header("X-Total-Count", "25")
                .header("X-Result-Count", "1")
                .header("Link", containsString("rel=\"next\""))
                .body("[0]", allOf(hasKey("id"), hasKey("href"), not(hasKey("state"))));
        get(BILLS + "?limit=100").statusCode(200).header("X-Total-Count", "25").header("X-Result-Count", "25");
    }

    @Test
    void linesAreFoundByTheirBillAndByThemselves() {
        String line = HubFixture.value(
                "nordlys",
                "select b.uuid || '-' || l.position from bill_line l join customer_bill b on b.id = l.bill_id"
                        + " order by l.net desc limit 1");
        String bill = line.substring(0, 36);
        String lines = HubFixture.value("nordlys", "select line_count from customer_bill where uuid = '" + bill + "'");
        get(RATES + "?limit=1000&bill.id=" + bill)
                .header("X-Total-Count", lines)
                .body("id", hasItem(line))
                .body("bill.id", everyItem(equalTo(bill)))
                .body("isBilled", everyItem(equalTo(true)));
        get(RATES + "/" + line)
                .statusCode(200)
                .body("type", equalTo("appliedBillingCharge"))
                .body("taxExcludedAmount.value", greaterThan(0f));
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

    private static String name(String account) {
        return HubFixture.value("nordlys", "select name from billing_account where number = '" + account + "'");
    }

    private static String number(String account) {
        return HubFixture.value(
                "nordlys",
                "select payment_reference from customer_bill b join billing_account a on a.id = b.account_id"
                        + " where a.number = '" + account + "'");
    }

    private static ValidatableResponse get(String path) {
        return given().urlEncodingEnabled(false)
                .auth()
                .oauth2(HubFixture.token("billing-manager"))
                .get(path)
                .then();
    }
}
