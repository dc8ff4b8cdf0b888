package io.billinghub.adapters.validation;

import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.Severity;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The catalogue of validation rules as people read it: each code with what it checks. */
public final class RuleCatalogue {

    private static final Map<RuleCode, String> CHECKS = checks();

    private RuleCatalogue() {}

    /**
     * A rule.
     *
     * @param checks what it checks; one plain sentence
     * @param standard severity where an agreement says nothing
     * @param mildest severity that an agreement can set
     */
    public record Rule(RuleCode code, String checks, Severity standard, Severity mildest, String whatToDo) {}

    /** All rules in the catalogue's order. */
    public static List<Rule> rules() {
        return Arrays.stream(RuleCode.values())
                .map(code -> new Rule(code, CHECKS.get(code), code.standard(), code.mildest(), code.whatToDo()))
                .toList();
    }

    private static Map<RuleCode, String> checks() {
        Map<RuleCode, String> checks = new EnumMap<>(RuleCode.class);
        checks.putAll(Map.of(
                RuleCode.NOT_UTF8, "The document's bytes are text of its encoding.",
                RuleCode.MALFORMED_DOCUMENT, "The document can be read by its format from begin to end.",
                RuleCode.XML_DTD, "XML has no document type declaration.",
                RuleCode.ARCHIVE_REFUSED, "A gzip or zip holds one file and unpacks within the limits.",
                RuleCode.MAPPING_FAILED, "The adapter's mapping gives a document.",
                RuleCode.EMPTY_DOCUMENT, "The document has at least one line.",
                RuleCode.SEVERAL_BILLS, "The document holds one bill.",
                RuleCode.INCOMPLETE_DOCUMENT, "The bill has all the pages and lines that it names.",
                RuleCode.CANCELLATION_MESSAGE, "The message has charges or credits: it is none that cancels a bill."));
        checks.putAll(Map.of(
                RuleCode.ALREADY_REPLACED, "No later bill of the partner counts in the place of this one.",
                RuleCode.REPLACED_BILL_UNKNOWN, "The bill that this one takes the place of is there, and named.",
                RuleCode.RESTATEMENT_INCOMPLETE,
                        "All lines of a bill that takes the place of another one are accepted."));
        checks.putAll(Map.of(
                RuleCode.DUPLICATE_DOCUMENT_NUMBER,
                        "No bill of the partner has the same number, unless this one replaces it.",
                RuleCode.UNKNOWN_CURRENCY, "The bill names a currency of ISO 4217 that is paid in.",
                RuleCode.NO_AGREEMENT_IN_FORCE, "A version of the agreement is in force in the bill's period.",
                RuleCode.CURRENCY_NOT_AGREED, "The bill is in the agreement's currency.",
                RuleCode.TOTAL_MISMATCH, "The stated net total is the sum of the lines, within half a minor unit.",
                RuleCode.TAX_INCONSISTENT,
                        "The stated tax is what lines and rates give, within half a minor unit per line."
                                + " Under an agency agreement it is binding: then QUARANTINE is the standard.",
                RuleCode.CREDIT_NOTE_POSITIVE,
                        "A credit note gives money back: its lines do not add up to more than zero.",
                RuleCode.DUPLICATE_BILL_CONTENT,
                        "No accepted bill of the partner has the same lines under another number.",
                RuleCode.NEAR_DUPLICATE_BILL,
                        "Less than four fifths of the lines, of five or more, stand on one accepted bill of the partner.",
                RuleCode.SEQUENCE_GAP,
                        "Where the adapter's bills have always been numbered one after the other, none is left out."));
        checks.putAll(Map.of(
                RuleCode.MALFORMED_LINE, "Each value of the line can be read.",
                RuleCode.DUPLICATE_LINE,
                        "No line before it in the document has the same id, or the same content in every column.",
                RuleCode.UNKNOWN_ACCOUNT,
                        "The customer number is linked to a billing account on the first day of service.",
                RuleCode.UNKNOWN_PRODUCT, "The product is linked to an offering.",
                RuleCode.LINE_CURRENCY_DIFFERS, "The line is in the currency of the bill.",
                RuleCode.NEGATIVE_WITHOUT_REFERENCE, "A negative amount or quantity says what it corrects.",
                RuleCode.AMOUNT_OUT_OF_RANGE, "Amount and quantity have no more digits than the hub takes.",
                RuleCode.PERIOD_OUTSIDE_AGREEMENT, "The service began while the agreement was in force."));
        checks.putAll(Map.of(
                RuleCode.DUPLICATE_BILLED_LINE,
                        "The line does not stand on an accepted bill of the partner: same account,"
                                + " product, grouping key, description, quantity, amount and days.",
                RuleCode.PERIOD_OUTSIDE_BILL,
                        "The service is within the bill's stated period, if that is a week or more, or the one of the same length behind it.",
                RuleCode.OVERLAPPING_PERIOD,
                        "No accepted line of the same account, product, description and quantity covers some of the same days, of a week or more.",
                RuleCode.SUBSCRIPTION_ENDED,
                        "Where the account has subscribed to the product, it has the subscription on a day of service.",
                RuleCode.SUBSCRIPTION_UNKNOWN, "Where a product is sold by subscription, the account has one.",
                RuleCode.PRICE_DIFFERS,
                        "The amount is what the agreed price plan gives, within the agreement's tolerance.",
                RuleCode.AMOUNT_UNUSUAL,
                        "The account's amount for the product is not far from the median of its last periods.",
                RuleCode.MISSING_TAX, "Under an agency agreement the line states VAT category and rate."));
        checks.putAll(
                Map.of(
                        RuleCode.PERIOD_BILLED_BEFORE,
                                "Not all charges of the bill are for accounts, products and days, of a week or more, that an earlier period has billed.",
                        RuleCode.SEVERAL_ACCOUNTS,
                                "Where each of the adapter's last five bills was for one account, this one is too; else the lines of the fewer wait.",
                        RuleCode.CREDIT_EXCEEDS_BILLED,
                                "Credits of an account and product are not more than was billed, by the bill that they name or else in twelve months.",
                        RuleCode.FEE_CHARGED_BY_HUB,
                                "The hub charges no recurring fee of its own for a subscription of the same account, product and days.",
                        RuleCode.CREDIT_PRICE_DIFFERS, "A unit is given back for no more than it was billed at.",
                        RuleCode.TAX_RATE_NOT_IN_FORCE,
                                "Under an agency agreement a standard-rated line has a rate that is in force, where rates of the seller's country are known."));
        checks.putAll(
                Map.of(
                        RuleCode.USAGE_DIFFERS,
                                "Where the partner's usage is evidence, the quantity billed for account, product and days is what was used.",
                        RuleCode.BILLED_WITHOUT_USAGE,
                                "Where the partner's usage is evidence and comes for the product, the account has some on the days that are billed.",
                        RuleCode.USAGE_NOT_BILLED,
                                "Where the partner's usage is evidence, each product that the bill's accounts used in its period has a line on one of the partner's bills."));
        checks.putAll(Map.of(
                RuleCode.DUPLICATE_USAGE, "The event was not taken in before.",
                RuleCode.UNKNOWN_ORIGINAL, "The event that is taken back is there.",
                RuleCode.ORIGINAL_TAKEN_BACK, "The event that is taken back was not taken back before.",
                RuleCode.REVERSAL_TAKEN_BACK, "The event that is taken back is usage, not itself one that takes back.",
                RuleCode.LATE_USAGE, "Usage is not older than the agreement takes in.",
                RuleCode.TAX_ROW_IGNORED, "Rows of tax are evidence and not billed.",
                RuleCode.NOT_BILLED, "Each row is a charge, or tells of something that is none."));
        return checks;
    }
}
