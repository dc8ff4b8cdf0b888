package io.billinghub.core.billrun.model;

import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.model.KeptWords;
import io.billinghub.core.rating.model.RatedStep;
import io.billinghub.core.rating.model.StepKind;
import io.billinghub.core.rating.modifier.AdjustmentKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.joda.money.Money;

/**
 * What runs have charged for one product by one modifier of one period, corrections among it.
 *
 * @param offeringId {@code product_offering.id}
 * @param modifier key of the modifier
 * @param amount negative for what was taken off
 */
public record ChargedTerms(long offeringId, AdjustmentKind kind, String modifier, BigDecimal amount) {

    private record Key(long offeringId, AdjustmentKind kind, String modifier) {

        static Key of(TermsCharge charge) {
            return new Key(charge.sold().offeringId(), charge.kind(), charge.modifier());
        }
    }

    /**
     * The differences, cut down to what was charged: where facts that a period was priced with have moved since (what others have used of
     * a coupon, which products were there), nothing is charged for a reduction that was never given, and nothing given back that was never
     * charged. Pure.
     *
     * @param differences of one period
     * @param charged of the same period
     */
    static List<TermsCharge> atMost(List<TermsCharge> differences, Collection<ChargedTerms> charged) {
        Map<Key, BigDecimal> open = new HashMap<>();
        charged.forEach(each ->
                open.merge(new Key(each.offeringId(), each.kind(), each.modifier()), each.amount(), BigDecimal::add));
        differences.forEach(each -> open.merge(Key.of(each), each.amount().getAmount(), BigDecimal::add));
        List<TermsCharge> cut = new ArrayList<>();
        for (TermsCharge each : differences) {
            BigDecimal back = isAdded(each.kind())
                    ? each.amount().getAmount().negate()
                    : each.amount().getAmount();
            BigDecimal beyond = open.get(Key.of(each));
            BigDecimal part = (isAdded(each.kind()) ? beyond.negate() : beyond).min(back);
            if (each.kind() == AdjustmentKind.ROUNDING || part.signum() <= 0) {
                cut.add(each);
                continue;
            }
            BigDecimal less = isAdded(each.kind()) ? part : part.negate();
            open.merge(Key.of(each), less, BigDecimal::add);
            if (part.compareTo(back) < 0) {
                cut.add(moved(each, less));
            }
        }
        return cut;
    }

    private static boolean isAdded(AdjustmentKind kind) {
        return kind == AdjustmentKind.TRUE_UP || kind == AdjustmentKind.SHORTFALL;
    }

    private static TermsCharge moved(TermsCharge charge, BigDecimal by) {
        Money amount = charge.amount().plus(by);
        List<RatedStep> steps = new ArrayList<>(charge.steps());
        steps.add(new RatedStep(
                new KeptWords(
                        StepKind.MODIFIER, isAdded(charge.kind()) ? "no more was charged" : "no more was taken off"),
                steps.size(),
                BigDecimal.ONE,
                "",
                BigDecimal.ZERO,
                Divisor.ONE,
                BigDecimal.ZERO,
                Money.of(amount.getCurrencyUnit(), by).toBigMoney()));
        return new TermsCharge(
                charge.accountId(),
                charge.sold(),
                charge.kind(),
                charge.modifier(),
                charge.description(),
                amount,
                charge.service(),
                charge.bearer(),
                charge.sponsorId(),
                charge.corrected(),
                steps);
    }
}
