package io.billinghub.adapters.validation;

import io.billinghub.adapters.model.BillType;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.model.RuleCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** Rules for a bill as a whole. A bill that breaks one of severity QUARANTINE is kept with all its lines, none accepted. */
public final class BillRules {

    private static final BigDecimal HALF = new BigDecimal("0.5");

    private BillRules() {}

    /** A rule: empty if the bill keeps it, else what is wrong. */
    private interface Rule {
        Optional<String> broken(CanonicalBill bill, BillFacts facts, AgreementTerms terms);
    }

    private record Named(RuleCode code, Rule rule) {}

    private static final List<Named> RULES = List.of(
            new Named(RuleCode.CURRENCY_NOT_AGREED, BillRules::currencyNotAgreed),
            new Named(RuleCode.TOTAL_MISMATCH, BillRules::totalMismatch),
            new Named(RuleCode.TAX_INCONSISTENT, BillRules::taxInconsistent),
            new Named(RuleCode.CREDIT_NOTE_POSITIVE, BillRules::creditNotePositive));

    /** What the bill breaks, in the catalogue's order. */
    public static List<Finding> check(CanonicalBill bill, BillFacts facts, AgreementTerms terms) {
        List<Finding> findings = new ArrayList<>();
        for (Named named : RULES) {
            named.rule()
                    .broken(bill, facts, terms)
                    .ifPresent(detail -> findings.add(new Finding(
                                    named.code(),
                                    terms.severity(named.code()),
                                    null,
                                    "document",
                                    detail,
                                    facts.net(),
                                    bill.currency())
                            .because(named.code() == RuleCode.CURRENCY_NOT_AGREED ? bill.currency() : null)));
        }
        return findings;
    }

    /**
     * Decimals of the currency's minor unit.
     *
     * @return empty if the code is not one of ISO 4217, or no currency that is paid in (such as XXX)
     */
    public static Optional<Integer> minorUnits(String currency) {
        if (currency == null) {
            return Optional.empty();
        }
        try {
            int digits = Currency.getInstance(currency).getDefaultFractionDigits();
            return digits < 0 ? Optional.empty() : Optional.of(digits);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<String> currencyNotAgreed(CanonicalBill bill, BillFacts facts, AgreementTerms terms) {
        return bill.currency().equals(terms.currency())
                ? Optional.empty()
                : Optional.of("the bill is in " + bill.currency() + ", agreed is " + terms.currency());
    }

    /**
     * The stated total may differ from the exact sum by half a minor unit, the most that rounding it once can make; a partner
     * whose rows are finer than a cent states a rounded total. Anything more is a line that is missing, doubled or altered.
     */
    static Optional<String> totalMismatch(CanonicalBill bill, BillFacts facts, AgreementTerms terms) {
        if (bill.statedNet() == null || facts.unreadable() > 0) {
            return Optional.empty();
        }
        BigDecimal difference = bill.statedNet().subtract(facts.net());
        return difference.abs().compareTo(halfMinorUnit(bill)) <= 0
                ? Optional.empty()
                : Optional.of("the bill states " + bill.statedNet().toPlainString() + " net, its lines add up to "
                        + facts.net().toPlainString() + "; the difference is " + difference.toPlainString());
    }

    /**
     * The stated tax may differ by half a minor unit per line, as some round per line and some per sum. Checked only where
     * each line has a rate.
     */
    static Optional<String> taxInconsistent(CanonicalBill bill, BillFacts facts, AgreementTerms terms) {
        if (bill.statedTax() == null || facts.tax().isEmpty()) {
            return Optional.empty();
        }
        BigDecimal computed = facts.tax().get();
        BigDecimal tolerance = halfMinorUnit(bill).multiply(BigDecimal.valueOf(Math.max(1, facts.lines())));
        return bill.statedTax().subtract(computed).abs().compareTo(tolerance) <= 0
                ? Optional.empty()
                : Optional.of(
                        "the bill states " + bill.statedTax().toPlainString() + " of tax, its lines and rates give "
                                + computed.stripTrailingZeros().toPlainString());
    }

    /** Lines of a credit note are negative in the canonical model, whatever sign the format writes. */
    static Optional<String> creditNotePositive(CanonicalBill bill, BillFacts facts, AgreementTerms terms) {
        return bill.type() == BillType.CREDIT_NOTE && facts.net().signum() > 0
                ? Optional.of("the credit note asks for "
                        + facts.net().stripTrailingZeros().toPlainString() + " in place of giving money back")
                : Optional.empty();
    }

    private static BigDecimal halfMinorUnit(CanonicalBill bill) {
        return HALF.movePointLeft(minorUnits(bill.currency()).orElse(2));
    }
}
