package io.billinghub.adapters.validation;

import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.Decimals;
import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.model.RuleCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rules for one line of a bill. A line that breaks one of severity QUARANTINE is stored, not accepted. */
public final class LineRules {

    /** Categories that carry a rate of zero by definition (EN 16931, BR-Z-05 and its likes). */
    private static final Set<String> WITHOUT_RATE = Set.of("Z", "E", "AE", "K", "G", "O");

    private LineRules() {}

    /** A rule: empty if the line keeps it, else what is wrong. */
    private interface Rule {
        Optional<String> broken(LineContext context);
    }

    private record Named(RuleCode code, Rule rule) {}

    private static final List<Named> RULES = List.of(
            new Named(RuleCode.DUPLICATE_LINE, LineRules::duplicateLine),
            new Named(RuleCode.UNKNOWN_ACCOUNT, LineRules::unknownAccount),
            new Named(RuleCode.UNKNOWN_PRODUCT, LineRules::unknownProduct),
            new Named(RuleCode.NEGATIVE_WITHOUT_REFERENCE, LineRules::negativeWithoutReference),
            new Named(RuleCode.AMOUNT_OUT_OF_RANGE, LineRules::amountOutOfRange),
            new Named(RuleCode.PERIOD_OUTSIDE_AGREEMENT, LineRules::periodOutsideAgreement),
            new Named(RuleCode.MISSING_TAX, LineRules::missingTax));

    /** What the line breaks, in the catalogue's order; empty for nearly all lines. */
    public static List<Finding> check(LineContext context) {
        List<Finding> findings = List.of();
        for (Named named : RULES) {
            Optional<String> broken = named.rule().broken(context);
            if (broken.isPresent()) {
                findings = findings.isEmpty() ? new ArrayList<>(2) : findings;
                CanonicalLine line = context.line();
                findings.add(new Finding(
                                named.code(),
                                context.terms().severity(named.code()),
                                line.position(),
                                line.place(),
                                broken.get(),
                                line.net(),
                                context.currency())
                        .because(cause(named.code(), context)));
            }
        }
        return findings;
    }

    /** The value to be fixed; null where it is the line alone that has to be. */
    private static String cause(RuleCode rule, LineContext context) {
        CanonicalLine line = context.line();
        return switch (rule) {
            case UNKNOWN_ACCOUNT -> line.account();
            case UNKNOWN_PRODUCT -> line.product();
            case MISSING_TAX ->
                line.tax() == null ? "no VAT" : String.valueOf(line.tax().category());
            default -> null;
        };
    }

    /**
     * The category that is binding under an agency agreement.
     *
     * @return false if category or rate are missing, or the category is none that the hub bills
     */
    public static boolean hasBindingTax(CanonicalLine.PartnerTax tax) {
        if (tax == null || tax.category() == null) {
            return false;
        }
        if (WITHOUT_RATE.contains(tax.category())) {
            return tax.rate() == null || tax.rate().signum() == 0;
        }
        return tax.category().equals("S") && tax.rate() != null && tax.rate().signum() > 0;
    }

    static Optional<String> duplicateLine(LineContext context) {
        return context.seenBefore()
                ? Optional.of("a line before it in this document has the same "
                        + (context.line().identity().startsWith("id:")
                                ? "id " + context.line().identity().substring(3)
                                : "content in every column"))
                : Optional.empty();
    }

    static Optional<String> unknownAccount(LineContext context) {
        if (context.accountLinked()) {
            return Optional.empty();
        }
        String account = context.line().account();
        return Optional.of(
                account.isEmpty()
                        ? "the line names no customer"
                        : "the customer number \"" + account + "\" is not linked to a billing account on "
                                + context.period().from());
    }

    static Optional<String> unknownProduct(LineContext context) {
        if (context.offeringLinked()) {
            return Optional.empty();
        }
        String product = context.line().product();
        return Optional.of(
                product.isEmpty()
                        ? "the line names no product"
                        : "the product \"" + product + "\" is not linked to an offering");
    }

    static Optional<String> negativeWithoutReference(LineContext context) {
        String reference = context.line().creditReference();
        boolean unexplained = reference == null || reference.isBlank();
        return context.line().net().signum() < 0 && unexplained
                ? Optional.of(
                        "the amount is " + context.line().net().toPlainString() + " and nothing says what it corrects")
                : Optional.empty();
    }

    static Optional<String> amountOutOfRange(LineContext context) {
        CanonicalLine line = context.line();
        if (!Decimals.inRange(line.net(), Decimals.AMOUNT_DECIMALS)) {
            return Optional.of(
                    "the amount " + line.net().toPlainString() + " is not below 10^18 with at most 12 decimals");
        }
        return Decimals.inRange(line.quantity(), Decimals.QUANTITY_DECIMALS)
                ? Optional.empty()
                : Optional.of("the quantity " + line.quantity().toPlainString()
                        + " is not below 10^18 with at most 18 decimals");
    }

    static Optional<String> periodOutsideAgreement(LineContext context) {
        return context.terms().inForce(context.period().from())
                ? Optional.empty()
                : Optional.of("the service began on " + context.period().from() + ", the agreement is in force from "
                        + context.terms().from() + " until before "
                        + context.terms().to());
    }

    static Optional<String> missingTax(LineContext context) {
        if (!context.terms().agency() || hasBindingTax(context.line().tax())) {
            return Optional.empty();
        }
        CanonicalLine.PartnerTax tax = context.line().tax();
        return Optional.of(
                tax == null
                        ? "the line states no VAT"
                        : "VAT category " + tax.category() + " with rate "
                                + (tax.rate() == null ? "none" : tax.rate().toPlainString())
                                + " can't be billed");
    }
}
