package io.billinghub.api.customerbill;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TMF678, writing: bills asked for on demand, bills put on hold. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class ChangeBillIT {

    private static final String DEMANDS = "/tmf-api/customerBillManagement/v4/customerBillOnDemand";
    private static final String BILLS = "/tmf-api/customerBillManagement/v4/customerBill";
    private static final String OPERATOR = "billing-operative";

    @BeforeEach
    void bills() {
        DemoData.load();
    }

    @Test
    void aRequestIsKeptWithAllThatItSaysAndWhatBecameOfIt() {
        // October is billed and nothing has arrived for November, so there is nothing to bill
        String name = "by " + UUID.randomUUID();
        String href = post(
                        OPERATOR,
                        "{\"billingAccount\":{\"id\":\"%s\"},\"name\":\"%s\",\"relatedParty\":{\"id\":\"7\",\"@referredType\":\"Individual\"},\"channel\":\"shop\"}"
                                .formatted(account("NL-1012"), name),
                        null)
                .statusCode(201)
                .body("state", equalTo("rejected"))
                .body(
                        "rejectionReason",
                        containsString("account NL-1012 has no accepted partner line in the period from 2026-11-01"))
                .body("billingAccount.id", equalTo(account("NL-1012")))
                .body("relatedParty.id", equalTo("7"))
                .body("channel", equalTo("shop"))
                .body("'@type'", equalTo("CustomerBillOnDemand"))
                .extract()
                .path("href");

        as(OPERATOR)
                .get(href)
                .then()
                .statusCode(200)
                .body("name", equalTo(name))
                .body("href", equalTo(href));
        as(OPERATOR)
                .get(DEMANDS + "?state=rejected&fields=state&billingAccount.id=" + account("NL-1012"))
                .then()
                .statusCode(200)
                .body("state", everyItem(equalTo("rejected")))
                .body("href", hasItem(href))
                .body("[0]", not(hasKey("billingAccount")));
        as(OPERATOR)
                .get(DEMANDS + "?state=inProgress,done")
                .then()
                .statusCode(200)
                .body("href", not(hasItem(href)));
        as("customer").get(href).then().statusCode(404); // another customer's account
        as("partner").get(href).then().statusCode(403);
    }

    @Test
    void aRepeatedRequestIsOneRequest() {
        String key = UUID.randomUUID().toString();
        String body = "{\"billingAccount\":{\"id\":\"" + account("NL-1012") + "\"}}";
        String first = post(OPERATOR, body, key).statusCode(201).extract().path("id");
        post(OPERATOR, body, key)
                .statusCode(201)
                .header("Location", endsWith(first))
                .body("id", equalTo(first));
        post(OPERATOR, body.replace("}}", "},\"name\":\"another\"}"), key).statusCode(422);
        assertThat(HubFixture.value(
                        "nordlys", "select count(*) from customer_bill_on_demand where uuid = '" + first + "'"))
                .isEqualTo("1");
    }

    @Test
    void theSameRequestFourTimesAtOnceIsOneRequest() throws Exception {
        String key = UUID.randomUUID().toString();
        String body = "{\"billingAccount\":{\"id\":\"" + account("NL-1012") + "\"}}";
        String token = HubFixture.token(OPERATOR);
        Callable<String> request = () -> given().auth()
                .oauth2(token)
                .contentType("application/json")
                .header("Idempotency-Key", key)
                .body(body)
                .post(DEMANDS)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try {
            Set<String> ids = new HashSet<>();
            for (Future<String> answer : clients.invokeAll(Collections.nCopies(4, request))) {
                ids.add(answer.get());
            }
            assertThat(ids).hasSize(1);
        } finally {
            clients.shutdown();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "billing-operative | {}                                                     | 400 | /billingAccount: is missing",
                "billing-operative | {\"billingAccount\":{\"name\":\"x\"}}                  | 400 | /billingAccount/id: is missing",
                "billing-operative | {\"billingAccount\":{\"id\":\"A0815\"}}                | 400 | /billingAccount/id: must be a UUID",
                "billing-operative | {\"billingAccount\":{\"id\":\"ACCOUNT\"},\"state\":\"done\"} | 400 | /state: is said by the hub",
                "billing-operative | {\"billingAccount\":{\"id\":\"ACCOUNT\"},\"name\":1}   | 400 | /name: must be a text",
                "billing-operative | {\"billingAccount\":{\"id\":\"ACCOUNT\"},\"x\":\"\\u0000\"} | 400 | U+0000",
                "billing-operative | {\"billingAccount\":{\"id\":\"ACCOUNT\"},\"x\":[1e999999]} | 400 | more than 1000 digits",
                "billing-operative | []                                                     | 400 | The body must be a JSON object",
                "billing-operative | {                                                      | 400 | ''",
                "billing-operative | {\"billingAccount\":{\"id\":\"00000000-0000-4000-8000-000000000000\"}} | 422 | no billing account",
                "customer          | {\"billingAccount\":{\"id\":\"ACCOUNT\"}}              | 422 | no billing account",
                "auditor           | {\"billingAccount\":{\"id\":\"ACCOUNT\"}}              | 403 | ''",
                "partner           | {\"billingAccount\":{\"id\":\"ACCOUNT\"}}              | 403 | ''",
            })
    void whatCanNotBeAskedIsToldSo(String user, String body, int status, String reason) {
        post(user, body.replace("ACCOUNT", account("NL-1012")), null)
                .statusCode(status)
                .body("message", containsString(reason))
                .body("$", allOf(hasKey("code"), hasKey("reason")));
    }

    @Test
    void aBillIsHeldAndReleased() {
        String bill = bill("NL-1012");
        for (String mediaType : new String[] {"application/json", "application/merge-patch+json"}) {
            patch(OPERATOR, bill, "{\"state\":\"onHold\"}", mediaType)
                    .statusCode(200)
                    .body("id", equalTo(bill))
                    .body("state", equalTo("onHold"));
            as(OPERATOR).get(BILLS + "?state=onHold").then().body("id", hasItem(bill));
            patch(OPERATOR, bill, "{\"state\":\"onHold\",\"@type\":\"CustomerBill\"}", mediaType)
                    .statusCode(200);
            patch(OPERATOR, bill, "{\"state\":\"sent\"}", mediaType)
                    .statusCode(200)
                    .body("state", equalTo("sent"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "billing-operative | {\"state\":\"settled\"}                 | 409 | approval and payments do the rest",
                "billing-operative | {\"state\":\"new\"}                     | 409 | is sent and can't become new",
                "billing-operative | {\"state\":\"paid\"}                    | 400 | /state: must be one of new, onHold",
                "billing-operative | {\"state\":null}                        | 400 | /state: is missing",
                "billing-operative | {\"amountDue\":{\"value\":0}}           | 400 | /amountDue: can't be changed",
                "billing-operative | {\"id\":\"x\",\"state\":\"onHold\"}     | 400 | /id: can't be changed",
                "finance           | {\"state\":\"onHold\"}                  | 403 | ''",
                "customer          | {\"state\":\"onHold\"}                  | 403 | ''",
            })
    void whatCanNotBeChangedIsToldSo(String user, String body, int status, String reason) {
        patch(user, bill("NL-1012"), body, "application/json")
                .statusCode(status)
                .body("message", containsString(reason));
    }

    @Test
    void aBillThatIsNotThereAndAMediaTypeThatIsNot() {
        patch(OPERATOR, "00000000-0000-4000-8000-000000000000", "{\"state\":\"onHold\"}", "application/json")
                .statusCode(404);
        patch(OPERATOR, "%20" + bill("NL-1012"), "{\"state\":\"onHold\"}", "application/json")
                .statusCode(404);
        patch(OPERATOR, "nonsense", "{\"state\":\"onHold\"}", "application/json")
                .statusCode(404);
        patch(OPERATOR, bill("NL-1012"), "state=onHold", "text/plain").statusCode(415);
    }

    private static String account(String number) {
        return HubFixture.value("nordlys", "select uuid from billing_account where number = '" + number + "'");
    }

    private static String bill(String account) {
        return HubFixture.value(
                "nordlys",
                "select b.uuid from customer_bill b join billing_account a on a.id = b.account_id where a.number = '"
                        + account + "' order by b.id limit 1");
    }

    private static ValidatableResponse post(String user, String body, String key) {
        RequestSpecification request = as(user).contentType("application/json").body(body);
        return (key == null ? request : request.header("Idempotency-Key", key))
                .post(DEMANDS)
                .then();
    }

    private static ValidatableResponse patch(String user, String bill, String body, String mediaType) {
        return as(user).contentType(mediaType)
                .body(body)
                .patch(BILLS + "/" + bill)
                .then();
    }

    private static RequestSpecification as(String user) {
        return given().urlEncodingEnabled(false).auth().oauth2(HubFixture.token(user));
    }
}
