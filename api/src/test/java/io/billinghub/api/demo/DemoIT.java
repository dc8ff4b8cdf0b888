package io.billinghub.api.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.testing.Coherent;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.embedded.demo.DemoRun.Outcome;
import io.billinghub.embedded.demo.DemoRun.Taken;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The demo's month comes to what {@code demo/expected.json} says, which was worked out apart from the hub. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class DemoIT {

    private static final JsonNode EXPECTED = DemoData.expected();

    private Outcome outcome;

    @BeforeEach
    void month() {
        outcome = DemoData.load();
    }

    @Test
    void eachDocumentIsAcceptedQuarantinedOrRefusedAsItShould() {
        List<Taken> expected = new ArrayList<>();
        for (JsonNode document : EXPECTED.path("documents")) {
            Map<String, Integer> findings = new TreeMap<>();
            document.path("findings")
                    .fields()
                    .forEachRemaining(finding ->
                            findings.put(finding.getKey(), finding.getValue().asInt()));
            expected.add(new Taken(
                    document.path("file").asText().replaceAll(".*/", ""),
                    document.path("partner").asText(),
                    document.path("status").asText(),
                    document.path("acceptedLines").asInt(),
                    document.path("quarantinedLines").asInt(),
                    findings.toString().replaceAll("[{}]", "").replace('=', ' ')));
        }
        assertThat(outcome.documents()).hasSize(9).containsExactlyElementsOf(expected);
    }

    @Test
    void eachBillHasItsAmounts() {
        Map<String, String> expected = new TreeMap<>();
        for (JsonNode bill : EXPECTED.path("bills")) {
            expected.put(bill.path("account").asText(), amounts(bill));
        }
        Map<String, String> actual = new TreeMap<>();
        for (JsonNode bill : HubFixture.get("finance", "/hub/v1/bills").path("items")) {
            actual.put(bill.path("accountNumber").asText(), amounts(bill));
        }
        assertThat(actual).hasSize(25).containsExactlyEntriesOf(expected);
    }

    @Test
    void eachTaxInvoiceHasItsSellerBuyerAndTaxes() {
        List<String> expected = new ArrayList<>();
        for (JsonNode bill : EXPECTED.path("bills")) {
            for (JsonNode invoice : bill.path("invoices")) {
                String head = "%s: %s to %s, net %s, tax %s"
                        .formatted(
                                bill.path("account").asText(),
                                invoice.path("seller").asText(),
                                invoice.path("buyer").asText(),
                                invoice.path("net").asText(),
                                invoice.path("tax").asText());
                for (JsonNode tax : invoice.path("taxes")) {
                    expected.add("%s; %s %s %% of %s: %s"
                            .formatted(
                                    head,
                                    tax.path("category").asText(),
                                    tax.path("rate").asText(),
                                    tax.path("taxable").asText(),
                                    tax.path("tax").asText()));
                }
            }
        }
        List<String> actual = HubFixture.values("nordlys", """
                select a.number || ': ' || s.key || ' to ' || b.key || ', net ' || i.net || ', tax ' || i.tax || '; '
                       || t.category || ' ' || trim_scale(t.rate) || ' % of ' || t.taxable || ': ' || t.tax
                from tax_invoice i join customer_bill c on c.id = i.bill_id join billing_account a on a.id = c.account_id
                join party s on s.id = i.seller_party_id join party b on b.id = i.buyer_party_id
                join tax_item t on t.invoice_id = i.id
                """);
        assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void theTotalsAreThoseOfAllBillsTogether() {
        JsonNode totals = EXPECTED.path("totals");
        JsonNode bills = outcome.report().path("bills");
        assertThat(bills.path("count").asInt()).isEqualTo(25);
        // 13777.57 + 2379.18 = 16156.75
        assertThat(bills.path("totals")).hasSize(1);
        assertThat(amounts(bills.at("/totals/0"))).isEqualTo(amounts(totals));
        assertThat(sum(bills.path("totals"), "amountDue")).isEqualByComparingTo("16156.75");
        assertThat(StreamSupport.stream(outcome.report().path("sellers").spliterator(), false)
                        .mapToInt(seller -> seller.path("invoices").asInt())
                        .sum())
                .isEqualTo(46);
        Map<String, String> bySeller = new TreeMap<>();
        for (JsonNode seller : outcome.report().path("sellers")) {
            String key = seller.path("seller").asText().replaceAll(" .*", "").toLowerCase(Locale.ROOT);
            bySeller.put(
                    key,
                    seller.path("net").asText() + " + " + seller.path("tax").asText());
        }
        assertThat(bySeller)
                .containsOnly(
                        Map.entry("deskly", "4441.19 + 0.00"),
                        Map.entry("kinobox", "577.50 + 145.68"),
                        Map.entry("nordlys", "8758.88 + 2233.50"));
    }

    @Test
    void theSharesOfThePartiesAddUpToWhatThePartnersLinesBring() {
        // all that is sold less what Nordlys sells of its own: 13777.57 - the recurring fees
        BigDecimal partnersNet = new BigDecimal("13777.57").subtract(sum(EXPECTED.path("recurring"), "net"));
        JsonNode expected = outcome.report().path("sharesExpected");
        assertThat(expected.path("shared").asInt())
                .isPositive()
                .isEqualTo(expected.path("lines").asInt());
        assertThat(new BigDecimal(expected.path("net").asText())).isEqualByComparingTo(partnersNet);
        assertThat(sum(outcome.report().path("shares"), "amount")).isEqualByComparingTo(partnersNet);
    }

    @Test
    void eachPartnerBillIsReconciled() {
        Map<String, JsonNode> rows = new TreeMap<>();
        outcome.report()
                .path("reconciliation")
                .forEach(row -> rows.put(row.path("number").asText(), row));
        List<String> billed = new ArrayList<>();
        for (JsonNode document : EXPECTED.path("documents")) {
            if (!document.has("acceptedNet") || document.path("acceptedLines").asInt() == 0) {
                continue; // usage is rated, and what is wholly quarantined or refused is charged to nobody
            }
            String number = document.path("number").asText();
            billed.add(number);
            JsonNode row = rows.get(number);
            assertThat(row).as(number).isNotNull();
            BigDecimal accepted = new BigDecimal(document.path("acceptedNet").asText());
            BigDecimal quarantined =
                    new BigDecimal(document.path("quarantinedNet").asText());
            assertThat(decimal(row, "received")).as(number).isEqualByComparingTo(accepted.add(quarantined));
            assertThat(decimal(row, "quarantined")).as(number).isEqualByComparingTo(quarantined);
            assertThat(decimal(row, "charged")).as(number).isEqualByComparingTo(accepted);
            BigDecimal rate = row.path("currency").asText().equals("USD")
                    ? new BigDecimal(EXPECTED.at("/exchangeRate/rate").asText())
                    : BigDecimal.ONE;
            assertThat(decimal(row, "billed").add(decimal(row, "residue")))
                    .as(number)
                    .isEqualByComparingTo(accepted.multiply(rate));
            assertThat(row.path("reconciled").asBoolean()).as(number).isTrue();
        }
        assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(billed);
    }

    @Test
    void theLedgerSaysWhoOwesWhat() {
        Map<String, BigDecimal> balances = new TreeMap<>();
        for (JsonNode row : outcome.report().path("ledger")) {
            assertThat(row.path("currency").asText()).isEqualTo("EUR");
            balances.put(row.path("account").asText(), decimal(row, "balance"));
        }
        // what all customers owe: 13777.57 + 2379.18
        assertThat(balances.remove("CUSTOMER_RECEIVABLE")).isEqualByComparingTo("16156.75");
        // of the 2379.18 of tax, Kinobox owes its 145.68 itself; Deskly's customers owe theirs (reverse charge)
        assertThat(balances.remove("OUTPUT_VAT")).isEqualByComparingTo("-2233.50");
        // collected for Deskly (4441.19) and Kinobox (577.50 + 145.68), and all of it shared out again
        assertThat(balances.remove("AGENCY_CLEARING")).isEqualByComparingTo("0");
        // 1951.29258280274 USD x 0.863036 = 1684.03575 EUR, billed in lines rounded one by one as 1684.06: 0.02 too
        // much
        assertThat(balances.remove("ROUNDING_DIFFERENCE")).isEqualByComparingTo("-0.02");
        // the shares of the five partners, with Kinobox's tax and without the 0.02:
        // 1431.44 + 309.02 + 249.75 + 3552.95 + 433.08 + 145.68 - 0.02
        assertThat(balances.remove("PARTNER_PAYABLE")).isEqualByComparingTo("-6121.90");
        // the marketplace's shares
        assertThat(balances.remove("MARKETPLACE_COMMISSION")).isEqualByComparingTo("-718.05");
        // what Nordlys sells, 8758.88, and its commission: 12 % of 4441.19 and 20 % of 577.50, rounded per line (40
        // lines)
        BigDecimal revenue = balances.remove("CSP_REVENUE");
        assertThat(revenue).isCloseTo(new BigDecimal("-9407.32"), within(new BigDecimal("0.20")));
        // all adds up to nothing: 16156.75 - 2233.50 - 0.02 - 6121.90 - 718.05 = 7083.28
        assertThat(balances.remove("PARTNER_COST").add(revenue)).isEqualByComparingTo("-7083.28");
        assertThat(balances).isEmpty();
    }

    @Test
    void aSecondRunOfTheSameDataChangesNothing() {
        Outcome again = DemoData.run(DemoData.folder());

        assertThat(again.kept()).isTrue();
        assertThat(again.documents()).isEmpty();
        assertThat(again.bills()).hasSize(25).isEqualTo(outcome.bills());
        assertThat(again.report().path("run")).isEqualTo(outcome.report().path("run"));
    }

    @Test
    void everythingHolds() {
        assertThat(outcome.holds()).isTrue();
        Coherent.assertHolds("nordlys");
    }

    private static String amounts(JsonNode bill) {
        return cents(bill, "net") + " + " + cents(bill, "tax") + " = " + cents(bill, "amountDue");
    }

    /** With two decimals; refuses a third. */
    private static BigDecimal cents(JsonNode row, String field) {
        return decimal(row, field).setScale(2);
    }

    private static BigDecimal decimal(JsonNode row, String field) {
        return new BigDecimal(row.path(field).asText());
    }

    private static BigDecimal sum(JsonNode rows, String field) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode row : rows) {
            sum = sum.add(decimal(row, field));
        }
        return sum;
    }
}
