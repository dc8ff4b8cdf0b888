package io.billinghub.adapters.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Published documents of others, each through its preset: with its control totals, or refused with a code. They lie beside the
 * project and are not part of it. Files that a user would send as one array are joined by "+".
 */
class PublicTreesTest {

    private static final Path SAMPLES = Path.of(System.getProperty("hub.root", "."), "..", "shared", "partner-samples");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Parsing parsed(String preset, String folder, String files) throws IOException {
        assumeTrue(Files.isDirectory(SAMPLES), "the public samples are not here: " + SAMPLES);
        String[] names = files.split("\\+", -1);
        if (names.length == 1) {
            return Parsing.of(
                    Parsing.preset(preset), files, SAMPLES.resolve(folder).resolve(files));
        }
        ArrayNode joined = JSON.createArrayNode();
        for (String name : names) {
            JSON.readTree(SAMPLES.resolve(folder).resolve(name).toFile()).forEach(joined::add);
        }
        return Parsing.of(Parsing.preset(preset), names[0], JSON.writeValueAsBytes(joined));
    }

    // the sum of the lines is the stated net total, but for documents that state none (-). What is said of each file:
    // Trivial: no currency code of its own, that of its amounts; Example: 5 lines, 100 charge, 100 allowance;
    // sub_lines: two lines with the sums of their sub-lines; third_party_payment: 19.96 + 10.00 claimed by others are
    // noted;
    // the unbilled Azure page: 2 x 30.7197334080551, item 2 with a misspelt key that nothing hangs on;
    // the settled MEF bill: its taxIncludedAmount of 130 counts the fees of 10, which amountDue of 120 does not: it is
    // not read
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ubl-invoice | ubl21 | UBL-Invoice-2.1-Example.xml | 7 | 0 | EUR | 1436.5 | 1436.5 | 292.2",
                "ubl-invoice | ubl21 | UBL-CreditNote-2.1-Example.xml | 7 | 0 | EUR | -1436.5 | -1436.5 | -292.2",
                "ubl-invoice | ubl21 | UBL-Invoice-2.1-Example-Trivial.xml | 1 | 0 | CAD | 100 | - | -",
                "ubl-invoice | ubl21 | Peppol_Telefoni.xml | 12 | 0 | SEK | 831.02 | 831.02 | 207.76",
                "ubl-invoice | ubl21 | xrechnung_ext_sub_lines.xml | 2 | 0 | EUR | 12536.84 | 12536.84 | 2382",
                "ubl-invoice | ubl21 | xrechnung_ext_third_party_payment.xml | 2 | 2 | EUR | 314.86 | 314.86 | 22.04",
                "edifact-invoic | edifact-invoic-d96a | telecom_invoic_d96a.edi | 14 | 0 | SEK | 274.16 | 274.16 |"
                        + " 68.54",
                "stripe-invoice | stripe | invoice.json | 1 | 0 | USD | 10 | 10 | -",
                "stripe-credit-note | stripe | credit_note.json | 2 | 0 | USD | -16.9 | -16.9 | -",
                "mef-customer-bill | mef141 |"
                        + " customerBill_generated.json+customerBillItem_1.json+customerBillItem_2.json | 2 | 0 | EUR |"
                        + " 100 | 100 | 20",
                "mef-customer-bill | mef141 | customerBill_settled.json+customerBillItem_1.json+customerBillItem_2.json"
                        + " | 2 | 0 | EUR | 100 | 100 | 20",
                "azure-csp-reconciliation | azure-csp-recon | unbilled_daily_rated_usage.json"
                        + " | 2 | 0 | USD | 61.4394668161102 | - | -",
            })
    void itComesInWithItsControlTotals(
            String preset,
            String folder,
            String files,
            int lines,
            int notes,
            String currency,
            String sum,
            String net,
            String tax)
            throws IOException {
        Parsing parsed = parsed(preset, folder, files);

        assertThat(parsed.flaws).isEmpty();
        assertThat(parsed.lines).hasSize(lines);
        assertThat(parsed.evidence).hasSize(notes);
        assertThat(parsed.net()).isEqualByComparingTo(sum);
        CanonicalBill bill = parsed.bill.orElseThrow();
        assertThat(bill.currency()).isEqualTo(currency);
        assertThat(shown(bill.statedNet())).isEqualTo(net);
        assertThat(shown(bill.statedTax())).isEqualTo(tax);
        assertThat(parsed.lines)
                .allSatisfy(line -> assertThat(line.account() + line.product()).isNotBlank());
    }

    private static String shown(BigDecimal total) {
        return total == null ? "-" : total.stripTrailingZeros().toPlainString();
    }

    // lines of 99.15, a total of 362, and amounts in GBP and "UK": the code that says what is wrong at one place.
    // A bill without the items that it names is not the whole bill; an item, a list's entry or an event is none.
    // Stripe's other objects are no bills: an item that waits for an invoice, one line of a note, meter events (usage
    // that
    // Stripe itself rates), and moves of money (transfer, reversal, payout, dispute).
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "edifact-invoic | edifact-invoic-d96a | INVOIC_D.03B_Interchange_with_UNA.txt | UNKNOWN_CURRENCY",
                "mef-customer-bill | mef141 | customerBill_generated.json | INCOMPLETE_DOCUMENT",
                "mef-customer-bill | mef141 | customerBill_settled.json+customerBillItem_2.json | INCOMPLETE_DOCUMENT",
                "mef-customer-bill | mef141 | customerBill_list.json | INCOMPLETE_DOCUMENT",
                "mef-customer-bill | mef141 | customerBillItem_1.json | MAPPING_FAILED",
                "mef-customer-bill | mef141 | customerBillCreateEvent.json | MAPPING_FAILED",
                "mef-customer-bill | mef141 | event_subscription.json | MAPPING_FAILED",
                "stripe-invoice | stripe | invoiceitem.json | MAPPING_FAILED",
                "stripe-credit-note | stripe | credit_note_line_item.json | MAPPING_FAILED",
                "stripe-credit-note | stripe | invoice.json | MAPPING_FAILED",
                "stripe-invoice | stripe | credit_note.json | MAPPING_FAILED",
                "stripe-invoice | stripe | billing_meter_event.json | MAPPING_FAILED",
                "stripe-invoice | stripe | billing_meter_event_summary.json | MAPPING_FAILED",
                "stripe-invoice | stripe | transfer.json | MAPPING_FAILED",
                "stripe-invoice | stripe | transfer_reversal.json | MAPPING_FAILED",
                "stripe-invoice | stripe | payout.json | MAPPING_FAILED",
                "stripe-invoice | stripe | dispute.json | MAPPING_FAILED",
                "ubl-invoice | edifact-invoic-d96a | telecom_invoic_d96a.expected.xml | MALFORMED_DOCUMENT",
            })
    void itIsRefused(String preset, String folder, String files, RuleCode code) {
        assumeTrue(Files.isDirectory(SAMPLES), "the public samples are not here: " + SAMPLES);

        assertThatThrownBy(() -> parsed(preset, folder, files))
                .isInstanceOfSatisfying(RefusedException.class, refusal -> {
                    assertThat(refusal.rule()).isEqualTo(code);
                    assertThat(refusal.place()).isNotBlank();
                });
    }
}
