package io.billinghub.adapters.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.billinghub.adapters.descriptor.AdapterDescriptor;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Published documents of others, read as they are; they lie beside the project and are not part of it. */
class PublicSamplesTest {

    private static final Path SAMPLES = Path.of(System.getProperty("hub.root", "."), "..", "shared", "partner-samples");

    private static final String STRIPE = """
            {"jsonata": "{'number': id, 'currency': currency, 'periodFrom': $date(period_start), 'periodTo': $plusDays($date(period_end), 1), 'net': $minor(total_excluding_tax, currency), 'lines': [lines.data.{'id': id, 'place': 'lines/' & id, 'account': $$.customer, 'product': $lookup({'1': 'x'}, 'y') ? 'none' : 'item', 'description': description, 'quantity': quantity, 'net': $minor(amount, currency), 'from': $date(period.start), 'to': $plusDays($date(period.end), 1)}]}"}
            """;

    private static Parsing sample(String kindOfFormat, String mapping, String file) {
        Path path = SAMPLES.resolve(file);
        assumeTrue(Files.exists(path), "the public samples are not here: " + path);
        AdapterDescriptor descriptor = Parsing.descriptor("BILL", "{\"type\": \"" + kindOfFormat + "\"}", mapping);
        return Parsing.of(descriptor, path.getFileName().toString(), path);
    }

    @Test
    void theThousandFocusRowsAddUpToTheSameElevenDecimals() {
        Parsing focus = sample("focus", "", "focus/focus_sample.csv");

        assertThat(focus.flaws).isEmpty();
        assertThat(focus.lines).hasSize(1000);
        assertThat(focus.net()).isEqualByComparingTo("20.52022672899");
        assertThat(focus.bill).hasValueSatisfying(bill -> {
            assertThat(bill.number()).isEqualTo("focus_sample-2024-09");
            assertThat(bill.currency()).isEqualTo("USD");
            assertThat(bill.periodFrom()).isEqualTo("2024-09-01");
            assertThat(bill.periodTo()).isEqualTo("2024-11-01");
        });
        assertThat(focus.lines).filteredOn(line -> line.net().signum() < 0).allSatisfy(line -> assertThat(
                        line.creditReference())
                .isNotBlank());
        assertThat(focus.lines.stream().map(line -> line.identity()).distinct()).hasSize(1000);
    }

    @Test
    void theBareEdifactTelecomBillKeepsItsTotals() {
        Parsing edifact = sample("edifact", "", "edifact-invoic-d96a/telecom_invoic_d96a.edi");

        assertThat(edifact.flaws).isEmpty();
        assertThat(edifact.lines).hasSize(14);
        assertThat(edifact.net()).isEqualByComparingTo("274.16");
        assertThat(edifact.bill).hasValueSatisfying(bill -> {
            assertThat(bill.number()).isEqualTo("500000000020");
            assertThat(bill.currency()).isEqualTo("SEK");
            assertThat(bill.statedNet()).isEqualByComparingTo("274.16");
            assertThat(bill.statedTax()).isEqualByComparingTo("68.54");
            assertThat(bill.periodFrom()).isEqualTo("2008-03-21");
            assertThat(bill.periodTo()).isEqualTo("2008-04-21");
        });
        assertThat(edifact.lines.get(0)).satisfies(line -> {
            assertThat(line.quantity()).isEqualByComparingTo("16.94");
            assertThat(line.unit()).isEqualTo("MIN");
            assertThat(line.product()).isEqualTo("1");
            assertThat(line.account()).isEqualTo("Testdepartment");
            assertThat(line.tax().rate()).isEqualByComparingTo("25");
            assertThat(line.tax().category()).isEqualTo("S");
            assertThat(line.place()).isEqualTo("segment 20 (LIN)");
        });
        assertThat(edifact.lines.get(13).account()).isEqualTo("1111111111111");
        assertThat(edifact.lines.get(9).period().from()).isEqualTo("2008-04-21");
    }

    @Test
    void theEdifactInterchangeWithItsOwnDelimitersIsRead() {
        Parsing edifact = sample("edifact", "", "edifact-invoic-d96a/INVOIC_D.03B_Interchange_with_UNA.txt");

        assertThat(edifact.lines.get(0).net()).isEqualByComparingTo("49.15");
        assertThat(edifact.lines.get(0).description()).contains("Tolkien's original colours");
        assertThat(edifact.bill).hasValueSatisfying(bill -> assertThat(bill.number()).isEqualTo("539602"));
    }

    @Test
    void theUblTelephonyBillKeepsItsTotals() {
        Parsing ubl = sample("ubl", "", "ubl21/Peppol_Telefoni.xml");

        assertThat(ubl.flaws).isEmpty();
        assertThat(ubl.bill).hasValueSatisfying(bill -> {
            assertThat(bill.number()).isEqualTo("2007-99123");
            assertThat(bill.currency()).isEqualTo("SEK");
            assertThat(bill.statedNet()).isEqualByComparingTo("831.02");
            assertThat(bill.statedTax()).isEqualByComparingTo("207.76");
        });
        assertThat(ubl.net()).isEqualByComparingTo("831.02");
        assertThat(ubl.lines.get(0)).satisfies(line -> {
            assertThat(line.account()).isEqualTo("2244668800");
            assertThat(line.place()).isEqualTo("/Invoice/cac:InvoiceLine[1]");
            assertThat(line.period().to()).isEqualTo("2007-02-05");
        });
    }

    @Test
    void theOtherUblDocumentsAddUpToWhatTheyState() {
        for (String file : new String[] {
            "UBL-Invoice-2.1-Example.xml",
            "UBL-CreditNote-2.1-Example.xml",
            "UBL-Invoice-2.1-Example-Trivial.xml",
            "xrechnung_ext_sub_lines.xml",
            "xrechnung_ext_third_party_payment.xml"
        }) {
            Parsing ubl = sample("ubl", "", "ubl21/" + file);
            BigDecimal stated = ubl.bill.orElseThrow().statedNet();
            if (stated != null) {
                assertThat(ubl.net()).as(file).isEqualByComparingTo(stated);
            }
            assertThat(ubl.flaws).as(file).isEmpty();
        }
    }

    @Test
    void theStripeInvoiceInMinorUnitsIsMappedExactly() {
        Parsing stripe = sample("json", STRIPE, "stripe/invoice.json");

        assertThat(stripe.flaws).isEmpty();
        assertThat(stripe.bill).hasValueSatisfying(bill -> {
            assertThat(bill.currency()).isEqualTo("USD");
            assertThat(bill.statedNet()).isEqualByComparingTo("10");
        });
        assertThat(stripe.net()).isEqualByComparingTo("10.00");
        assertThat(stripe.lines.get(0).account()).isEqualTo("cus_QXg1o8vcGmoR32");
    }
}
