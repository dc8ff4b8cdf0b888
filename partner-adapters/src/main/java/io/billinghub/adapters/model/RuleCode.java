package io.billinghub.adapters.model;

/**
 * The catalogue of validation rules. Codes are stable: agreements, clients and reports build upon them. An agreement may
 * set another severity, but none milder than {@link #mildest()}: a line without an account can't be billed, whatever an
 * agreement says.
 */
public enum RuleCode {
    // the document can't be read: always refused
    NOT_UTF8(
            Severity.REFUSE,
            Severity.REFUSE,
            "Send the document in UTF-8, or name its encoding in the descriptor (format.encoding)."),
    MALFORMED_DOCUMENT(
            Severity.REFUSE, Severity.REFUSE, "Correct the document at the place named and send it again, whole."),
    XML_DTD(Severity.REFUSE, Severity.REFUSE, "Send XML without a document type declaration; entities are not read."),
    ARCHIVE_REFUSED(
            Severity.REFUSE,
            Severity.REFUSE,
            "Send one file per gzip or zip, within the limits of size and compression ratio."),
    MAPPING_FAILED(
            Severity.REFUSE, Severity.REFUSE, "Correct the adapter's mapping, or the document if it left its format."),
    EMPTY_DOCUMENT(Severity.REFUSE, Severity.REFUSE, "Send a document with at least one line."),
    SEVERAL_BILLS(Severity.REFUSE, Severity.REFUSE, "Send each bill as a document of its own."),
    INCOMPLETE_DOCUMENT(
            Severity.REFUSE,
            Severity.REFUSE,
            "Send the bill whole, with all its pages and all the lines that it names, as one document."),

    CANCELLATION_MESSAGE(
            Severity.REFUSE,
            Severity.REFUSE,
            "Send a credit note that names the bill, or the bill anew as one that replaces it."),

    // the document as a whole
    DUPLICATE_DOCUMENT_NUMBER(
            Severity.REFUSE,
            Severity.REFUSE,
            "Give a correction a number of its own, or let it say that it replaces the bill; a bill that is there already is not taken twice."),
    ALREADY_REPLACED(
            Severity.REFUSE,
            Severity.REFUSE,
            "Nothing, if the later bill holds; else let the partner send the bill again as one that replaces the later one."),
    REPLACED_BILL_UNKNOWN(
            Severity.QUARANTINE,
            Severity.WARN,
            "Ask the partner for the bill that is replaced: when it comes, this one is judged again; release this one if nothing was billed before."),
    RESTATEMENT_INCOMPLETE(
            Severity.QUARANTINE,
            Severity.WARN,
            "Settle what keeps its other lines waiting and replay it; the bill before counts until then."),
    UNKNOWN_CURRENCY(Severity.REFUSE, Severity.REFUSE, "State the ISO 4217 code of a currency that is in use."),
    NO_AGREEMENT_IN_FORCE(
            Severity.REFUSE,
            Severity.REFUSE,
            "Check the bill's period, or give the agreement a version that is in force then."),
    CURRENCY_NOT_AGREED(
            Severity.QUARANTINE, Severity.WARN, "Bill in the agreement's currency, or agree on another one."),
    TOTAL_MISMATCH(
            Severity.QUARANTINE, Severity.WARN, "Correct the stated net total or the lines, and send a new document."),
    TAX_INCONSISTENT(Severity.WARN, Severity.WARN, "Check the stated tax against the lines' rates with the partner."),
    CREDIT_NOTE_POSITIVE(
            Severity.QUARANTINE,
            Severity.WARN,
            "Send it as an invoice if it asks for money; else correct the signs of its lines, or the adapter's sign convention."),
    DUPLICATE_BILL_CONTENT(
            Severity.QUARANTINE,
            Severity.WARN,
            "Reject the bill if it was sent twice under two numbers; release it if the partner confirms that both are due."),
    NEAR_DUPLICATE_BILL(
            Severity.QUARANTINE,
            Severity.WARN,
            "Ask the partner which of the two bills holds: reject this one, or release it if both are due."),
    PERIOD_BILLED_BEFORE(
            Severity.QUARANTINE,
            Severity.WARN,
            "Reject the bill if its dates are wrong or it was billed before; release it if the partner confirms that it is due too."),
    SEVERAL_ACCOUNTS(
            Severity.QUARANTINE,
            Severity.WARN,
            "Reject the lines if they are another customer's; release them if the partner bills several accounts at once from now on."),
    SEQUENCE_GAP(
            Severity.WARN,
            Severity.WARN,
            "Ask the partner for the bills that are missing; the entry is closed when all of them have come."),

    USAGE_NOT_BILLED(
            Severity.QUARANTINE,
            Severity.WARN,
            "Ask the partner for the line that is missing; release the bill if it comes on another one, or if the usage is free or wrong."),

    // one line
    MALFORMED_LINE(Severity.QUARANTINE, Severity.QUARANTINE, "Correct the value named, or the mapping of its column."),
    DUPLICATE_LINE(
            Severity.QUARANTINE,
            Severity.WARN,
            "Reject the line if it was sent twice; else let the partner give each line an id of its own."),
    UNKNOWN_ACCOUNT(
            Severity.QUARANTINE,
            Severity.QUARANTINE,
            "Link the partner's customer number to a billing account for the date of service."),
    UNKNOWN_PRODUCT(
            Severity.QUARANTINE,
            Severity.QUARANTINE,
            "Link the partner's product to an offering, or * for all products without a link of their own."),
    LINE_CURRENCY_DIFFERS(Severity.QUARANTINE, Severity.QUARANTINE, "Send one document per currency: a bill has one."),
    NEGATIVE_WITHOUT_REFERENCE(
            Severity.QUARANTINE,
            Severity.WARN,
            "On a bill, send a credit note, or say which bill or charge the negative amount corrects; usage is taken"
                    + " back by an event that names the one before in corrects or reverses."),
    AMOUNT_OUT_OF_RANGE(
            Severity.QUARANTINE,
            Severity.QUARANTINE,
            "Check the amount: below 10^18 with at most 12 decimals (quantities: 18)."),
    PERIOD_OUTSIDE_AGREEMENT(
            Severity.QUARANTINE, Severity.WARN, "Check the dates of service against the agreement's validity."),
    DUPLICATE_BILLED_LINE(
            Severity.QUARANTINE,
            Severity.WARN,
            "Reject the line if it is billed already; release it if the partner confirms that the service was given twice."),
    PERIOD_OUTSIDE_BILL(
            Severity.WARN,
            Severity.WARN,
            "Check the dates of service with the partner: the line belongs to a bill of another period, or its dates are wrong."),
    OVERLAPPING_PERIOD(
            Severity.WARN,
            Severity.WARN,
            "Check whether the days that both lines cover are charged twice; the partner credits them if they are."),
    SUBSCRIPTION_ENDED(
            Severity.QUARANTINE,
            Severity.WARN,
            "Reject the line if the service had ended, or not begun; else correct the subscription in the product inventory."),
    SUBSCRIPTION_UNKNOWN(
            Severity.WARN,
            Severity.WARN,
            "Check whether the customer has ordered the product; if so, enter the subscription in the product inventory."),
    FEE_CHARGED_BY_HUB(
            Severity.WARN,
            Severity.WARN,
            "If the line is the fee that the hub charges, reject it and sell the product by an offering whose fees the partner bills; else let it pass."),
    PRICE_DIFFERS(
            Severity.QUARANTINE,
            Severity.WARN,
            "Let the partner correct the line if its price is wrong; correct the price plan, or agree on a tolerance, if it is right."),
    USAGE_DIFFERS(
            Severity.QUARANTINE,
            Severity.WARN,
            "Let the partner correct the line, or the usage if that is wrong or not all there yet; then have it judged again."),
    BILLED_WITHOUT_USAGE(
            Severity.QUARANTINE,
            Severity.WARN,
            "Reject the line if the service was not used; else let the partner send the usage, and have the line judged again."),
    CREDIT_EXCEEDS_BILLED(
            Severity.QUARANTINE,
            Severity.WARN,
            "Ask the partner what the credit takes back; release it if it is compensation beyond what was billed."),
    CREDIT_PRICE_DIFFERS(
            Severity.QUARANTINE,
            Severity.WARN,
            "Check with the partner which price is given back; release the credit if more than the price is meant."),
    AMOUNT_UNUSUAL(
            Severity.WARN,
            Severity.WARN,
            "Ask the partner or the customer whether the service was used that much; nothing, if it was."),
    MISSING_TAX(
            Severity.QUARANTINE,
            Severity.QUARANTINE,
            "State VAT category and rate: under an agency agreement the partner's tax is binding."),
    TAX_RATE_NOT_IN_FORCE(
            Severity.QUARANTINE,
            Severity.WARN,
            "Let the partner correct the rate of VAT; enter the rate with its validity if it is in force."),
    DUPLICATE_USAGE(
            Severity.QUARANTINE,
            Severity.QUARANTINE,
            "Nothing, if the event was sent again; else give each event an id of its own."),
    UNKNOWN_ORIGINAL(
            Severity.QUARANTINE,
            Severity.QUARANTINE,
            "Send the event that is meant first, then this one again; both name the same source."),
    ORIGINAL_TAKEN_BACK(
            Severity.QUARANTINE,
            Severity.QUARANTINE,
            "Nothing, if it is taken back as you want; to change a correction, name the correction's own id."),
    REVERSAL_TAKEN_BACK(
            Severity.QUARANTINE,
            Severity.QUARANTINE,
            "Send the usage as a new event: one that takes another back is not itself taken back."),
    LATE_USAGE(
            Severity.QUARANTINE,
            Severity.WARN,
            "Agree with the host on what becomes of it: it is older than the agreement takes in."),
    TAX_ROW_IGNORED(
            Severity.WARN, Severity.WARN, "Nothing: rows of tax are evidence, the hub computes tax from the charges."),
    NOT_BILLED(
            Severity.WARN,
            Severity.WARN,
            "Nothing, if what the row tells is billed by other rows or settled elsewhere; else map it to lines.");

    private final Severity standard;
    private final Severity mildest;
    private final String whatToDo;

    RuleCode(Severity standard, Severity mildest, String whatToDo) {
        this.standard = standard;
        this.mildest = mildest;
        this.whatToDo = whatToDo;
    }

    /** The severity where the agreement says nothing. */
    public Severity standard() {
        return standard;
    }

    /** The mildest severity that an agreement can set. */
    public Severity mildest() {
        return mildest;
    }

    /** What a person can do about it; one plain sentence. */
    public String whatToDo() {
        return whatToDo;
    }
}
