package io.billinghub.core.billprint;

import java.util.List;

/**
 * What the template prints: finished texts only; an empty text means "leave it out". Public because the template engine reads
 * the records by reflection.
 */
public record BillView(
        String number,
        String title,
        String language,
        boolean draft,
        Issuer issuer,
        List<String> address,
        List<Fact> facts,
        Payment payment,
        List<SummaryRow> summary,
        Totals totals,
        List<Fact> adjustments,
        String amountDue,
        List<Section> sections) {

    /** @param initial the letter of the mark beside the name */
    public record Issuer(
            String name, String initial, String address, String vatNumber, String legalId, String questions) {}

    /** A labelled value. */
    public record Fact(String label, String value) {}

    /** @param code content of the payment code (EPC069-12); empty if nothing is to be paid */
    public record Payment(String label, String amount, String note, List<Fact> facts, String code) {

        /** Its style: so that large amounts do not reach into what stands beside them. */
        public String size() {
            return amount.length() > 16 ? "wider" : amount.length() > 11 ? "wide" : "";
        }
    }

    /** One tax invoice at a glance. */
    public record SummaryRow(String seller, String document, String net, String tax, String gross) {}

    /** Sums of a document or of the bill. */
    public record Totals(String net, String tax, String gross) {}

    /** One tax invoice. */
    public record Section(
            String seller,
            String kind,
            String document,
            String soldBy,
            String identity,
            String buyer,
            String currency,
            List<Group> groups,
            List<TaxRow> taxes,
            Totals totals) {}

    /** The lines of one account; without title if the bill has only one. */
    public record Group(String title, String subtotalLabel, String subtotal, List<Row> rows) {}

    /** A line of the bill. */
    public record Row(String product, List<String> notes, String period, String quantity, String net, String vat) {}

    /** VAT of one category and rate. */
    public record TaxRow(String rate, String reason, String taxable, String tax, String gross) {}
}
