package io.billinghub.core.einvoice;

import java.util.List;

/** What became of a tax invoice that was to be an electronic invoice. */
public sealed interface EInvoice {

    /**
     * The invoice was written.
     *
     * @param document the whole file: XML in UTF-8, or the PDF that holds it; owned by the caller
     */
    record Written(byte[] document) implements EInvoice {}

    /**
     * The invoice can't be an EN 16931 document; it goes out as PDF and JSON only, or is put right first.
     *
     * @param refusals why, the most fundamental first; never empty
     */
    record Refused(List<Refusal> refusals) implements EInvoice {
        public Refused {
            refusals = List.copyOf(refusals);
        }
    }

    /** @param detail what was met and what to do, in one sentence */
    record Refusal(Reason reason, String detail) {}

    /** Why an invoice is refused, in the order in which the reasons are looked for. */
    enum Reason {
        /** The tax invoice has no number yet. */
        NOT_NUMBERED,
        /** The currency has more than two decimals (BR-DEC). */
        CURRENCY_DECIMALS,
        /** A sum is not exact, see {@link InvoiceArithmetic}. */
        ARITHMETIC,
        /** A fact that the VAT category or EN 16931 demands is missing at seller, buyer or VAT item. */
        MISSING_FACT,
        /** It has more lines than a document of this form is made for; others hold them. */
        TOO_MANY_LINES
    }
}
