package io.billinghub.core.rating.modifier.spend;

import io.billinghub.core.rating.model.Proration;
import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.modifier.AdjustmentKind;
import io.billinghub.core.rating.modifier.ChargeKind;
import io.billinghub.core.rating.modifier.ChargedAs;
import io.billinghub.core.rating.modifier.ChargedItem;
import io.billinghub.core.rating.modifier.Checks;
import io.billinghub.core.rating.modifier.LineScope;
import io.billinghub.core.rating.modifier.Priced;
import io.billinghub.core.rating.modifier.PricingPeriod;
import io.billinghub.core.rating.modifier.RatedLine;
import io.billinghub.core.rating.modifier.Reason;
import io.billinghub.core.rating.modifier.Split;
import io.billinghub.core.rating.modifier.Words;
import java.math.BigDecimal;
import java.util.List;
import org.joda.money.BigMoney;

/**
 * Minimum and maximum spend of a period. What is missing up to the minimum becomes a line of its own (true-up); what is
 * beyond the maximum is taken off the lines in proportion. Both are reckoned with the lines as they stand on the bill, so
 * that a bill comes to its minimum or maximum exactly. A minimum counts what minima before it have added, so the greater one holds.
 *
 * @param key of the modifier
 * @param name what a customer reads
 * @param minimum per whole period; null if there is none
 * @param maximum per whole period; null if there is none
 * @param proration of both in a period that is served in part; null is taken as {@link Proration#NONE}
 * @param basis which amounts are held against the limits; null is taken as {@link Basis#AFTER_DISCOUNTS}
 * @param scope which lines count; null is taken as all services
 * @param chargedAs under which product a true-up of a whole account is charged; null in a plan, whose own product it is
 */
public record SpendLimit(
        String key,
        String name,
        BigDecimal minimum,
        BigDecimal maximum,
        Proration proration,
        Basis basis,
        LineScope scope,
        ChargedAs chargedAs) {

    /** Whether the limits are applied before or after the reductions of the same level (promotions, or discounts and bundles). */
    public enum Basis {
        /** A discount is on top: it lowers what is due even below the minimum. */
        BEFORE_DISCOUNTS,
        /** A discount does not lower what is due below the minimum. */
        AFTER_DISCOUNTS
    }

    /** Refuses limits of which there is none, or whose minimum is above the maximum. */
    public SpendLimit {
        Checks.text(key, "key");
        Checks.text(name, "name");
        Checks.notNegativeIfGiven(minimum, "minimum");
        Checks.notNegativeIfGiven(maximum, "maximum");
        if (minimum == null && maximum == null) {
            throw new IllegalArgumentException("a spend limit needs a minimum or a maximum");
        }
        if (minimum != null && maximum != null && minimum.compareTo(maximum) > 0) {
            throw new IllegalArgumentException("minimum " + minimum + " must not be above maximum " + maximum);
        }
        proration = Checks.orElse(proration, Proration.NONE);
        basis = Checks.orElse(basis, Basis.AFTER_DISCOUNTS);
        scope = Checks.orElse(scope, LineScope.SERVICES);
    }

    /**
     * The lines within the limits. A run that does not close the period leaves the minimum to the one that does.
     *
     * @param like the account, product and party of a true-up line; its id is the begin of the line's id
     */
    public Priced apply(Priced priced, PricingPeriod period, ChargedItem like) {
        List<RatedLine> lines = priced.lines(scope);
        BigDecimal spent = priced.billed(lines);
        Priced result = priced;
        if (maximum != null) {
            BigDecimal most = priced.rounded(period.prorated(maximum, proration));
            Reason reason = new Reason(
                    AdjustmentKind.MAXIMUM_SPEND, key, name + ": at most " + Words.money(most, priced.currency()));
            BigDecimal excess = spent.subtract(most).max(BigDecimal.ZERO);
            result = less(priced, reason, excess);
            if (excess.signum() > 0 && result.billed(result.lines(scope)).compareTo(most) > 0) {
                // parts of lines that were too small for whole minor units have left more than the bill may have
                result = less(priced.withRoundedLines(), reason, excess);
            }
        }
        if (minimum != null && period.closes()) {
            BigDecimal least = priced.rounded(period.prorated(minimum, proration));
            BigDecimal charged = priced.billed(
                    priced.lines().stream().filter(scope::matchesForMinimum).toList());
            if (charged.compareTo(least) < 0) {
                result = result.withLine(
                        trueUp(priced, period, like, least.subtract(charged)), trueUpReason(least, charged, priced));
            }
        }
        return result;
    }

    private Priced less(Priced priced, Reason reason, BigDecimal excess) {
        List<RatedLine> lines = priced.lines(scope);
        BigDecimal room = Split.sum(lines.stream().map(priced::room).toList());
        return priced.reduced(reason, lines, excess.min(room));
    }

    private RatedLine trueUp(Priced priced, PricingPeriod period, ChargedItem like, BigDecimal missing) {
        ChargedItem item = new ChargedItem(
                like.id() + "/" + key,
                like.account(),
                like.product(),
                like.partner(),
                ChargeKind.TRUE_UP,
                like.plan(),
                period.service(),
                like.taxPercent());
        return new RatedLine(item, Quantity.one("true-up"), BigMoney.of(priced.currency(), missing), name);
    }

    private Reason trueUpReason(BigDecimal least, BigDecimal spent, Priced priced) {
        return new Reason(
                AdjustmentKind.TRUE_UP,
                key,
                name + ": at least " + Words.money(least, priced.currency()) + ", charged "
                        + Words.money(spent, priced.currency()));
    }
}
