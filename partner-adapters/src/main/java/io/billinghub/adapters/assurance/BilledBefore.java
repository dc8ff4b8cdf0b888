package io.billinghub.adapters.assurance;

import io.billinghub.adapters.model.RuleCode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What lines of a bill that stand on earlier bills make of it. Pure.
 *
 * @param lines all accepted lines of the bill
 * @param matches those of them that stand on another accepted bill of the partner, once for each such bill, in the order of lines and bills
 */
record BilledBefore(int lines, List<Match> matches) {

    /** Near duplicates are told from lines that are billed twice only in bills of so many lines. */
    static final int FEW = 5;

    private static final BigDecimal MOST = new BigDecimal("0.8");

    BilledBefore {
        matches = List.copyOf(matches);
    }

    /**
     * A line that stands on another bill.
     *
     * @param otherBill {@code partner_bill.id}
     * @param otherNumber the partner's
     * @param otherLines accepted lines of that bill
     */
    record Match(int position, String place, BigDecimal net, long otherBill, String otherNumber, int otherLines) {}

    /** The rule that the bill as a whole breaks: with which bill, in how many lines, and what these amount to. */
    record OfBill(RuleCode rule, String otherNumber, int equal, int of, BigDecimal net) {

        String detail() {
            return rule == RuleCode.DUPLICATE_BILL_CONTENT
                    ? "all " + of + " lines stand on the partner's bill " + otherNumber + ", which has no others"
                    : equal + " of the " + of + " lines stand on the partner's bill " + otherNumber;
        }
    }

    /** A duplicate, or nearly one; empty if the lines that stand elsewhere are for themselves. */
    Optional<OfBill> ofBill() {
        Map<Long, Integer> equal = new HashMap<>();
        Map<Long, BigDecimal> nets = new HashMap<>();
        matches.forEach(match -> {
            equal.merge(match.otherBill(), 1, Integer::sum);
            nets.merge(match.otherBill(), match.net(), BigDecimal::add);
        });
        OfBill nearest = null;
        for (Match match : matches) {
            int count = equal.getOrDefault(match.otherBill(), 0);
            if (count == lines && count == match.otherLines()) {
                return Optional.of(new OfBill(
                        RuleCode.DUPLICATE_BILL_CONTENT,
                        match.otherNumber(),
                        count,
                        lines,
                        nets.get(match.otherBill())));
            }
            BigDecimal threshold = MOST.multiply(BigDecimal.valueOf(Math.max(lines, match.otherLines())));
            boolean most = BigDecimal.valueOf(count).compareTo(threshold) >= 0;
            if (lines >= FEW && most && (nearest == null || count > nearest.equal())) {
                nearest = new OfBill(
                        RuleCode.NEAR_DUPLICATE_BILL, match.otherNumber(), count, lines, nets.get(match.otherBill()));
            }
        }
        return Optional.ofNullable(nearest);
    }
}
