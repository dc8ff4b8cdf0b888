package io.billinghub.api.account;

import static io.billinghub.api.account.AccountSamples.json;
import static io.billinghub.api.account.Tmf.ACCOUNTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.Patience;
import io.billinghub.api.usage.UsageSamples;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * An account that is created through the API, with a cycle of its own, is billed in the cycle's run to the cent. The run is
 * cancelled at its review, so that it leaves no bill.
 */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class BilledAccountIT {

    private static final String ADMIN = "marketplace-admin";
    private static final String OPERATIVE = "billing-operative";
    private static final String USAGE = "/tmf-api/usageManagement/v4/usage";
    private static final String RUNS = "/hub/v1/bill-runs";
    private static final String BILLS = "/tmf-api/customerBillManagement/v4/customerBill";
    private static final String BILL_CYCLES = "/tmf-api/customerBillManagement/v4/billCycle";

    @Test
    void usageOfAnAccountFromTheApiIsOnItsBill() {
        DemoData.load();
        String mark = UUID.randomUUID().toString();
        String cycle = Tmf.create(ADMIN, ACCOUNTS + "billingCycleSpecification", json("""
                {"name": "September", "key": "%s", "billingDateShift": 0, "paymentDueDateOffset": 21, "openFrom": "2026-09-01T00:00:00Z"}
                """.formatted(mark)));
        String account = account(customer(mark), cycle);
        link(mark, account);

        String usage = Tmf.create("partner-sensate", USAGE, UsageSamples.usage("nordlys", mark, "SNS-MSG", "60000"));
        Tmf.get(ADMIN, USAGE + "/" + usage)
                .statusCode(200)
                .body("status", equalTo("guided"))
                .body("billingAccount.id", equalTo(account))
                .body("productOffering.name", equalTo("Sensate IoT messages"));

        String run = Tmf.post(
                        OPERATIVE,
                        RUNS,
                        json("{\"cycle\": \"%s\", \"period\": \"2026-09-01\", \"beforeEnd\": true}".formatted(mark)))
                .statusCode(201)
                .extract()
                .path("id");
        try {
            Patience.until(
                    "the run is in review",
                    Duration.ofMinutes(2),
                    () -> HubFixture.get(OPERATIVE, RUNS + "/" + run)
                            .path("state")
                            .asText()
                            .equals("IN_REVIEW"));
            bill(account);
            Tmf.get("partner-sensate", USAGE + "/" + usage).statusCode(200).body("status", equalTo("rated"));
            Tmf.get(ADMIN, USAGE + "?status=rated")
                    .body("id", hasItem(usage))
                    .body("status", everyItem(equalTo("rated")));
            Tmf.get(ADMIN, USAGE + "?status=guided,rejected").body("id", not(hasItem(usage)));
            period(cycle, run);
            Tmf.delete(ADMIN, ACCOUNTS + "billingAccount/" + account)
                    .statusCode(409)
                    .body("code", equalTo("IN_USE"))
                    .body("message", containsString("usage"));
            Tmf.delete(ADMIN, ACCOUNTS + "billingCycleSpecification/" + cycle).statusCode(409);
        } finally {
            Tmf.as(OPERATIVE).post(RUNS + "/" + run + "/cancel").then().statusCode(200);
        }
        Tmf.get(ADMIN, BILL_CYCLES + "/" + run).statusCode(404);
        Tmf.get(ADMIN, USAGE + "/" + usage).body("status", equalTo("guided"));
    }

    /**
     * 60,000 messages at EUR 0.90 per 1,000 up to 50,000 with a flat fee of 4.50, then 0.60:
     * 45.00 + 4.50 + 10 x 0.60 = 55.50 net; 25.5 % of it is 14.1525, so 14.15; together 69.65.
     */
    private static void bill(String account) {
        var bills = HubFixture.get(OPERATIVE, BILLS + "?billingAccount.id=" + account);
        assertThat(bills).hasSize(1);
        assertThat(bills.at("/0/taxExcludedAmount/value").decimalValue()).isEqualByComparingTo(new BigDecimal("55.50"));
        assertThat(bills.at("/0/amountDue/value").decimalValue()).isEqualByComparingTo(new BigDecimal("69.65"));
    }

    private static void period(String cycle, String run) {
        Tmf.get(ADMIN, BILL_CYCLES + "?BillCycleSpecification.id=" + cycle)
                .statusCode(200)
                .body("$", hasSize(1))
                .body("[0].id", equalTo(run))
                .body("[0].name", equalTo("September 2026-09-01"))
                .body("[0].validFor.startDateTime", equalTo("2026-09-01T00:00:00Z"))
                .body("[0].validFor.endDateTime", equalTo("2026-10-01T00:00:00Z"))
                .body("[0].BillCycleSpecification.id", equalTo(cycle));
        Tmf.get(ADMIN, BILL_CYCLES + "/" + run).statusCode(200).body("billingPeriod", equalTo("2026-09-01/2026-10-01"));
        Tmf.get(ADMIN, BILL_CYCLES + "?validFor.startDateTime=2026-10-01&fields=name")
                .statusCode(200)
                .body("name", hasItem("Calendar month 2026-10-01"))
                .body("id", not(hasItem(run)));
        Tmf.post(ADMIN, BILL_CYCLES, json("{}")).statusCode(405);
        Tmf.get("customer", BILL_CYCLES).statusCode(403);
    }

    private static String customer(String mark) {
        String organization = Tmf.create(ADMIN, "/tmf-api/party/v4/organization", json("""
                {"tradingName": "Aurora Logistics %s", "isLegalEntity": true,
                 "contactMedium": [{"mediumType": "postalAddress", "characteristic": {"street1": "Satamakatu 1", "city": "Helsinki",
                   "postCode": "00160", "country": "FI"}}]}
                """.formatted(mark)));
        Tmf.create(ADMIN, "/tmf-api/partyRoleManagement/v4/partyRole", json("""
                {"name": "CUSTOMER", "engagedParty": {"id": "%s"}}
                """.formatted(organization)));
        return organization;
    }

    private static String account(String organization, String cycle) {
        return Tmf.create(ADMIN, ACCOUNTS + "billingAccount", json("""
                {"name": "Aurora Logistics", "currency": "EUR", "relatedParty": [{"id": "%s", "role": "customer"}],
                 "billStructure": {"cycleSpecification": {"id": "%s"}}}
                """.formatted(organization, cycle)));
    }

    /** The partner's customer number for the account, which the master data hold. */
    private static void link(String partnerAccount, String account) {
        String number =
                HubFixture.value("nordlys", "select number from billing_account where uuid = '" + account + "'");
        Tmf.post(ADMIN, "/hub/v1/imports", json("""
                {"accountLinks": [{"partner": "sensate", "partnerAccount": "%s", "account": "%s"}]}
                """.formatted(partnerAccount, number)))
                .statusCode(200);
    }
}
