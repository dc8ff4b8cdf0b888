package io.billinghub.core.einvoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.einvoice.EInvoice.Reason;
import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.model.BillDocument.Party;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import io.billinghub.core.invoice.model.InvoiceType;
import io.billinghub.core.invoice.sample.SampleBills;
import io.billinghub.core.invoice.sample.SampleInvoice;
import io.billinghub.core.tax.model.TaxCategory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class UblInvoiceWriterTest {
    private final UblInvoiceWriter writer = new UblInvoiceWriter();

    static Stream<Arguments> validInvoices() {
        return Stream.of(
                Arguments.of("simple", invoice().line("Mobile", "1", "month", "29.90")),
                Arguments.of(
                        "mixed rates",
                        invoice()
                                .line("Mobile", "3", "month", "29.90")
                                .line("Magazine", "1", "piece", "9.90", TaxCategory.S, "13.5")),
                Arguments.of(
                        "agency with reverse charge and payee",
                        invoice()
                                .seller(SampleBills.DESKLY)
                                .agency()
                                .line("Seats", "9", "piece", "71.10", TaxCategory.AE, "0")),
                Arguments.of(
                        "intra-community supply",
                        invoice()
                                .seller(SampleBills.DESKLY)
                                .agency()
                                .line("Router", "1", "piece", "71.10", TaxCategory.K, "0")),
                Arguments.of(
                        "outside the scope of VAT",
                        invoice().line("Deposit", "1", "piece", "50.00", TaxCategory.O, "0")),
                Arguments.of(
                        "exempt with a reason",
                        invoice()
                                .exemptionReason("Insurance, VAT Act section 44")
                                .line("Insurance", "1", "month", "4.00", TaxCategory.E, "0")),
                Arguments.of("credit note", invoice().creditNote().line("Returned router", "-1", "piece", "-89.00")),
                Arguments.of(
                        "negative line",
                        invoice().line("Mobile", "1", "month", "29.90").line("Compensation", "-2", "day", "-2.12")),
                Arguments.of(
                        "negative line with positive quantity",
                        invoice().line("Mobile", "1", "month", "29.90").line("Discount", "1", "piece", "-5.00")),
                Arguments.of(
                        "zero quantity",
                        invoice().line("Fee", "0", "month", "14.50").line("Nothing", "0", "piece", "0.00")),
                Arguments.of(
                        "tiered",
                        invoice()
                                .line(
                                        "Messages",
                                        "IoT",
                                        "1250000",
                                        "message",
                                        "137.50",
                                        TaxCategory.S,
                                        "25.5",
                                        SampleBills.tiers(),
                                        Optional.empty())
                                .line("Thirds", "3", "piece", "10.00")),
                Arguments.of(
                        "special characters",
                        invoice()
                                .account("NL-<&>\"'", "A & B <Oy>")
                                .line("Ääkköset & <tags> \"quoted\" Ж € 漢字 \u0007 \uD83D\uDE00", "1", "piece", "1.00")),
                Arguments.of(
                        "buyer reference", invoice().buyerReference("PO 77").line("Mobile", "1", "month", "29.90")),
                Arguments.of("Swedish krona", invoice().currency("SEK").line("Mobile", "1", "month", "299.00")),
                Arguments.of("no decimals", invoice().currency("JPY").line("Mobile", "1", "month", "299")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("validInvoices")
    void passesThePublishedValidators(String name, SampleInvoice invoice) {
        byte[] xml = written(SampleBills.of(SampleBills.TUULI_OY, "en", invoice));
        assertThat(En16931Validator.en16931(xml)).as(name).isEmpty();
        assertThat(En16931Validator.peppol(xml)).as(name).isEmpty();
    }

    @Test
    void anIndividualWithoutVatNumberIsValidAndAddressedByMail() {
        byte[] xml = written(SampleBills.of(
                SampleBills.AINO, "en", invoice().buyer(SampleBills.AINO).line("Mobile", "1", "month", "29.90")));
        assertThat(En16931Validator.en16931(xml)).isEmpty();
        // the network has no scheme for e-mail addresses, so the invoice does not claim to follow its rules
        assertThat(text(xml))
                .contains("<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>", "schemeID=\"EM\"")
                .doesNotContain("ProfileID");
    }

    @Test
    void peppolIsClaimedOnlyIfSellerAndBuyerHaveAnAddressOfItsNetwork() {
        assertThat(text(written(
                        SampleBills.of(SampleBills.TUULI_OY, "en", invoice().line("Mobile", "1", "month", "29.90")))))
                .contains("#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0<", "poacc:billing:01:1.0<");
        byte[] fromAStranger = written(SampleBills.of(
                SampleBills.TUULI_OY,
                "en",
                invoice().seller(withoutAddress(SampleBills.DESKLY)).line("Seats", "9", "piece", "71.10")));
        assertThat(En16931Validator.en16931(fromAStranger)).isEmpty();
        assertThat(text(fromAStranger)).contains(">urn:cen.eu:en16931:2017<").doesNotContain("peppol");
    }

    @ParameterizedTest
    @CsvSource({"SELF_BILLED_INVOICE, 9, 71.10, 389", "SELF_BILLED_CREDIT_NOTE, -9, -71.10, 261"})
    void whatTheBuyerIssuesFollowsPeppolsSelfBilling(InvoiceType type, String quantity, String net, String code) {
        byte[] xml = written(
                SampleBills.of(SampleBills.TUULI_OY, "en", invoice().type(type).line("Seats", quantity, "piece", net)));
        assertThat(En16931Validator.en16931(xml)).isEmpty();
        assertThat(En16931Validator.peppolSelfBilling(xml)).isEmpty();
        assertThat(text(xml)).contains("TypeCode>" + code + "<", "poacc:selfbilling:01:1.0<");
    }

    @Test
    void everyInvoiceOfABigBillPasses() {
        BillDocument bill = SampleBills.business("en");
        for (TaxInvoice invoice : bill.invoices()) {
            byte[] xml = ((EInvoice.Written) writer.write(bill, invoice)).document();
            assertThat(En16931Validator.peppol(xml)).as(text(xml)).isEmpty();
        }
    }

    @Test
    void fiveHundredLinesPass() {
        assertThat(En16931Validator.peppol(written(SampleBills.lines(500)))).isEmpty();
    }

    @Test
    void writesTheSameBytesForTheSameBill() {
        assertThat(written(SampleBills.lines(20))).isEqualTo(written(SampleBills.lines(20)));
    }

    @Test
    void aTieredLineIsPricedPerItsWholeQuantity() {
        // 1,250,000 messages cost 137.50: no single unit price is true, so 137.50 per 1,250,000
        assertThat(text(written(SampleBills.of(
                        SampleBills.TUULI_OY, "en", invoice().line("Messages", "1250000", "message", "137.50")))))
                .contains("<cbc:InvoicedQuantity unitCode=\"C62\">1250000</cbc:InvoicedQuantity>")
                .contains("<cbc:PriceAmount currencyID=\"EUR\">0.00011</cbc:PriceAmount>");
        assertThat(text(written(
                        SampleBills.of(SampleBills.TUULI_OY, "en", invoice().line("Thirds", "3", "piece", "10.00")))))
                .contains("<cbc:PriceAmount currencyID=\"EUR\">10.00</cbc:PriceAmount>")
                .contains("<cbc:BaseQuantity unitCode=\"H87\">3</cbc:BaseQuantity>");
    }

    /** 29.90 + 7.62: what the bill brings forward is not part of the invoice, but its buyer is told what the bill asks for. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -37.52 | Nothing is to be paid: EUR -37.52 of bills before it are set off on bill NLT-2026-0000417 |
            -20.00 | Bill NLT-2026-0000417 asks for EUR 17.52, with EUR -20.00 of bills before it                | PaymentMeans
            2.48   | Bill NLT-2026-0000417 asks for EUR 40.00, with EUR 2.48 of bills before it                  | PaymentMeans
            """)
    void whatIsBroughtForwardIsTold(String forward, String terms, String payment) {
        BillDocument bill = SampleBills.of(
                SampleBills.TUULI_OY, "en", "sent", forward, List.of(invoice().line("Mobile", "1", "month", "29.90")));
        byte[] ubl = written(bill);
        byte[] cii = ((EInvoice.Written)
                        new CiiInvoiceWriter().write(bill, bill.invoices().get(0)))
                .document();
        assertThat(En16931Validator.peppol(ubl)).isEmpty();
        assertThat(En16931Validator.cii(cii)).isEmpty();
        for (String xml : List.of(text(ubl), text(cii))) {
            assertThat(xml).contains(terms).contains(">37.52<");
            assertThat(xml.contains("PaymentMeans")).isEqualTo(payment != null);
            assertThat(xml.contains("DueDate")).isEqualTo(payment != null);
        }
    }

    @Test
    void aCreditNoteStatesPositiveAmounts() {
        String xml = text(written(SampleBills.of(
                SampleBills.TUULI_OY, "en", invoice().creditNote().line("Returned router", "-1", "piece", "-89.00"))));
        // 89.00 × 25.5 % = 22.695 → 22.70; together 111.70
        assertThat(xml)
                .contains("<cbc:CreditNoteTypeCode>381<")
                .contains("<cbc:CreditedQuantity unitCode=\"H87\">1<")
                .contains("<cbc:PayableAmount currencyID=\"EUR\">111.70<")
                .doesNotContain(">-");
    }

    @Test
    void anAgencyInvoiceNamesTheSellerAndThePayee() {
        String xml = text(written(SampleBills.of(
                SampleBills.TUULI_OY,
                "en",
                invoice()
                        .seller(SampleBills.DESKLY)
                        .agency()
                        .line("Seats", "9", "piece", "71.10", TaxCategory.AE, "0"))));
        assertThat(xml)
                .containsSubsequence("AccountingSupplierParty", "Deskly GmbH", "AccountingCustomerParty", "Tuuli")
                .containsSubsequence("<cac:PayeeParty>", "Nordlys Telecom Oy", "</cac:PayeeParty>")
                .contains("VATEX-EU-AE", "<cbc:PaymentID>RF332348236<", "<cbc:PaymentMeansCode>58<");
    }

    @Test
    void theHeaderPeriodEndsOnTheLastDayOfService() {
        assertThat(text(written(
                        SampleBills.of(SampleBills.TUULI_OY, "en", invoice().line("M", "1", "month", "1.00")))))
                .containsSubsequence("<cbc:StartDate>2026-10-01<", "<cbc:EndDate>2026-10-31<");
    }

    @Test
    void aWrongTaxIsRefusedBeforeAnythingIsWritten() {
        BillDocument bill =
                SampleBills.of(SampleBills.TUULI_OY, "en", invoice().line("Mobile", "1", "month", "100.00"));
        // 25.51 instead of 25.50, consistently: EN 16931 would not notice
        TaxInvoice wrong = Broken.taxOffByOneCent(bill.invoices().get(0));
        assertThat(refusals(bill, wrong)).containsExactly(Reason.ARITHMETIC);
    }

    @Test
    void aMissingMandatoryElementFailsThePublishedValidator() {
        String xml = text(
                written(SampleBills.of(SampleBills.TUULI_OY, "en", invoice().line("M", "1", "month", "1.00"))));
        String broken = xml.replaceAll("(?s)<cbc:IssueDate>.*?</cbc:IssueDate>", "");
        assertThat(En16931Validator.en16931(broken.getBytes(StandardCharsets.UTF_8)))
                .isNotEmpty();
        String sellerless = xml.replaceFirst("(?s)<cbc:RegistrationName>.*?</cbc:RegistrationName>", "");
        assertThat(En16931Validator.en16931(sellerless.getBytes(StandardCharsets.UTF_8)))
                .anySatisfy(finding -> assertThat(finding).contains("BR-06"));
    }

    @Test
    void aCurrencyWithThreeDecimalsIsRefused() {
        BillDocument bill = SampleBills.of(
                SampleBills.TUULI_OY, "en", invoice().currency("KWD").line("Mobile", "1", "month", "1.005"));
        assertThat(refusals(bill, bill.invoices().get(0))).containsExactly(Reason.CURRENCY_DECIMALS);
    }

    @Test
    void aDraftWithoutNumberIsRefused() {
        BillDocument bill =
                SampleBills.of(SampleBills.TUULI_OY, "en", new SampleInvoice().line("Mobile", "1", "month", "1.00"));
        assertThat(refusals(bill, bill.invoices().get(0))).containsExactly(Reason.NOT_NUMBERED);
    }

    @Test
    void reverseChargeNeedsTheVatNumberOfTheBuyer() {
        BillDocument bill = SampleBills.of(
                SampleBills.AINO,
                "en",
                invoice()
                        .seller(SampleBills.DESKLY)
                        .buyer(SampleBills.AINO)
                        .line("Seat", "1", "piece", "7.90", TaxCategory.AE, "0"));
        assertThat(refusals(bill, bill.invoices().get(0))).containsExactly(Reason.MISSING_FACT);
    }

    @Test
    void outsideOfVatNoVatNumberIsShownAndTheSellerNeedsARegistration() {
        SampleInvoice deposit = invoice().line("Deposit", "1", "piece", "50.00", TaxCategory.O, "0");
        assertThat(text(written(SampleBills.of(SampleBills.TUULI_OY, "en", deposit))))
                .doesNotContain("PartyTaxScheme", "cbc:Percent");
        Party stranger = new Party(
                "x",
                "Stranger",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "FI",
                Optional.empty(),
                Optional.empty());
        BillDocument bill = SampleBills.of(SampleBills.TUULI_OY, "en", deposit.seller(stranger));
        assertThat(refusals(bill, bill.invoices().get(0))).containsExactly(Reason.MISSING_FACT);
    }

    @Test
    void anExemptLineNeedsAReason() {
        BillDocument bill = SampleBills.of(
                SampleBills.TUULI_OY, "en", invoice().line("Insurance", "1", "month", "4.00", TaxCategory.E, "0"));
        assertThat(refusals(bill, bill.invoices().get(0))).containsExactly(Reason.MISSING_FACT);
    }

    @Test
    void aLeftOpenElementIsABug() {
        assertThatThrownBy(() -> new XmlText(10).open("a").bytes()).hasMessageContaining("element a is still open");
    }

    private List<Reason> refusals(BillDocument bill, TaxInvoice invoice) {
        return ((EInvoice.Refused) writer.write(bill, invoice))
                .refusals().stream().map(EInvoice.Refusal::reason).distinct().toList();
    }

    private byte[] written(BillDocument bill) {
        EInvoice result = writer.write(bill, bill.invoices().get(0));
        assertThat(result).as(result.toString()).isInstanceOf(EInvoice.Written.class);
        return ((EInvoice.Written) result).document();
    }

    private static Party withoutAddress(Party party) {
        return new Party(
                party.key(),
                party.name(),
                party.legalId(),
                party.vatNumber(),
                party.street(),
                party.city(),
                party.postcode(),
                party.country(),
                party.email(),
                Optional.empty());
    }

    private static SampleInvoice invoice() {
        return new SampleInvoice().number("NLT-S-2026-0000001");
    }

    private static String text(byte[] xml) {
        return new String(xml, StandardCharsets.UTF_8);
    }

    /** An invoice whose VAT is one cent too high everywhere. */
    private static final class Broken {
        static TaxInvoice taxOffByOneCent(TaxInvoice right) {
            Money cent = Money.ofMinor(right.tax().getCurrencyUnit(), 1);
            var item = right.taxItems().get(0);
            var wrong = new BillDocument.TaxItem(
                    item.category(),
                    item.rate(),
                    item.taxable(),
                    item.tax().plus(cent),
                    item.exemptionReasonCode(),
                    item.exemptionReason());
            return SampleInvoice.changed(
                    right,
                    right.lines(),
                    List.of(wrong),
                    right.net(),
                    right.tax().plus(cent),
                    right.gross().plus(cent));
        }
    }
}
