package io.billinghub.core.einvoice;

import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.model.BillDocument.Conversion;
import io.billinghub.core.invoice.model.BillDocument.Line;
import io.billinghub.core.invoice.model.BillDocument.Party;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import io.billinghub.core.rating.model.RatedStep;
import io.billinghub.core.tax.model.TaxCategory;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an electronic invoice says in words and dates, the same in every syntax. */
final class EInvoiceTexts {
    private static final String SEPA_CREDIT_TRANSFER = "58";
    private static final String CREDIT_TRANSFER = "30";

    private EInvoiceTexts() {}

    /** BT-22. */
    static String note(BillDocument bill, TaxInvoice invoice) {
        String part = "Part of bill " + bill.number();
        return invoice.agency()
                ? part + ". Sold by " + invoice.seller().name() + ", collected by "
                        + bill.issuer().name() + " on its behalf."
                : part;
    }

    /** BT-10; Peppol R003 wants this or an order reference. */
    static String buyerReference(BillDocument bill, TaxInvoice invoice) {
        return invoice.buyerReference().filter(given -> !given.isBlank()).orElse(bill.accountNumber());
    }

    /** BT-20 of what is not to be paid by itself: credit notes, and invoices of a bill whose amount the next one asks for, or that asks for nothing. */
    static Optional<String> notPaidByItself(BillDocument bill, TaxInvoice invoice) {
        if (bill.due().carries()) {
            return Optional.of("Nothing is to be paid now: part of the next bill of account " + bill.accountNumber());
        }
        if (invoice.type().credit()) {
            return Optional.of("Set off against the amount due of bill " + bill.number());
        }
        return bill.amountDue().isZero() && !bill.due().broughtForward().isZero()
                ? Optional.of("Nothing is to be paid: " + bill.due().broughtForward()
                        + " of bills before it are set off on bill " + bill.number())
                : Optional.empty();
    }

    /** BT-20 of what is paid with its bill, where that asks for more or less than its invoices. */
    static Optional<String> paidWithBill(BillDocument bill) {
        return bill.due().broughtForward().isZero()
                ? Optional.empty()
                : Optional.of("Bill " + bill.number() + " asks for " + bill.amountDue() + ", with "
                        + bill.due().broughtForward() + " of bills before it");
    }

    /** BT-81. */
    static String paymentMeans(BillDocument bill) {
        return bill.currency().getCode().equals("EUR") ? SEPA_CREDIT_TRANSFER : CREDIT_TRANSFER;
    }

    /** Whether VAT identifiers are stated; outside the scope of VAT there are none (BR-O-02 and following). */
    static boolean vatNumbers(TaxInvoice invoice) {
        return invoice.taxItems().stream().noneMatch(item -> item.category() == TaxCategory.O);
    }

    /** BG-10, the party that collects in place of the seller; empty if the seller does. */
    static Optional<Party> payee(BillDocument bill, TaxInvoice invoice) {
        return invoice.agency() && !bill.issuer().name().equals(invoice.seller().name())
                ? Optional.of(bill.issuer())
                : Optional.empty();
    }

    /** BT-73: the first day of the earliest line. */
    static LocalDate firstDay(TaxInvoice invoice) {
        return invoice.lines().stream()
                .map(Line::periodFrom)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** BT-74: the last day of the latest line. */
    static LocalDate lastDay(TaxInvoice invoice) {
        return invoice.lines().stream()
                .map(EInvoiceTexts::lastDay)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** The last day of service: the hub's periods are half-open, those of EN 16931 (BT-135) closed. */
    static LocalDate lastDay(Line line) {
        LocalDate last = line.periodTo().minusDays(1);
        return last.isBefore(line.periodFrom()) ? line.periodFrom() : last;
    }

    /** BT-153; never blank. */
    static String name(Line line) {
        return Stream.of(line.productName(), line.description(), line.productKey())
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("Service");
    }

    /** BT-127: how the price came to be; may be empty. */
    static String note(Line line) {
        List<String> sentences = new ArrayList<>();
        for (RatedStep step : line.steps()) {
            sentences.add(step.sentence());
        }
        line.conversion().ifPresent(conversion -> sentences.add(sentence(conversion)));
        return String.join("; ", sentences);
    }

    /** A VAT rate without needless zeros. */
    static String percent(BigDecimal rate) {
        BigDecimal stripped = rate.stripTrailingZeros();
        return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
    }

    /** The text, if it says anything: no empty elements (Peppol R008). */
    static Optional<String> given(Optional<String> value) {
        return value.filter(text -> !text.isBlank());
    }

    private static String sentence(Conversion conversion) {
        return "converted from " + conversion.sourceCurrency().getCode() + " "
                + conversion.sourceAmount().stripTrailingZeros().toPlainString() + " at "
                + conversion.rate().stripTrailingZeros().toPlainString() + " (" + conversion.source() + ", "
                + conversion.date() + ")";
    }
}
