package io.billinghub.core.rating.modifier.discount;

import io.billinghub.core.rating.modifier.LineScope;
import io.billinghub.core.rating.modifier.Priced;
import io.billinghub.core.rating.modifier.PricingPeriod;
import io.billinghub.core.rating.modifier.RatedLine;
import io.billinghub.core.rating.modifier.Reducible;
import io.billinghub.core.rating.modifier.Split;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes an account's discounts off its lines. No line goes below zero, and a line that is at or below zero is not
 * discounted: a correction carries the discount of what it corrects.
 */
public final class Discounts {
    private final DiscountRules rules;
    private final List<Discount> sorted;

    /**
     * Discounts in the order of the rules, whatever the order of the list.
     *
     * @throws IllegalArgumentException if two have the same key or the same coupon
     */
    public Discounts(DiscountRules rules, List<Discount> discounts) {
        this.rules = rules;
        this.sorted = discounts.stream().sorted(rules.comparator()).toList();
        if (sorted.stream().map(Discount::key).distinct().count() < sorted.size()) {
            throw new IllegalArgumentException("two discounts have the same key");
        }
        List<String> codes = sorted.stream()
                .filter(discount -> discount.coupon() != null)
                .map(discount -> discount.coupon().code())
                .toList();
        if (codes.stream().distinct().count() < codes.size()) {
            throw new IllegalArgumentException(
                    "two discounts have the same coupon; its limits are those of one discount");
        }
    }

    /**
     * The lines with the discounts of the account taken off.
     *
     * @param own how far the account has used its coupons, by code
     * @param others how far all other accounts together have, by code; coupons without limits over all accounts need none
     */
    public Discounted apply(
            Priced priced,
            PricingPeriod period,
            Customer customer,
            Map<String, CouponUse> own,
            Map<String, CouponUse> others) {
        Run run = new Run(priced, period, others, own);
        List<Discount> candidates =
                sorted.stream().filter(discount -> discount.isFor(customer)).toList();
        if (rules.stacking() != DiscountRules.Stacking.BEST_ONLY) {
            candidates.forEach(run::take);
            return run.result();
        }
        Run best = run;
        for (Discount candidate : candidates) {
            Run alone = new Run(priced, period, others, own);
            alone.take(candidate);
            best = alone.taken.compareTo(best.taken) > 0 ? alone : best;
        }
        return best.result();
    }

    /** One pass over the discounts. */
    private final class Run {
        private final Priced before;
        private final PricingPeriod period;
        private final Map<String, CouponUse> others;
        private final Map<String, CouponUse> uses;
        private final BigDecimal cap;
        private Priced now;
        private BigDecimal taken = BigDecimal.ZERO;

        Run(Priced priced, PricingPeriod period, Map<String, CouponUse> others, Map<String, CouponUse> own) {
            this.before = priced;
            this.period = period;
            this.others = others;
            this.uses = new HashMap<>(own);
            this.now = priced;
            this.cap = rules.cap(Split.sum(
                    priced.lines(LineScope.SERVICES).stream().map(priced::room).toList()));
        }

        Discounted result() {
            return new Discounted(now, uses);
        }

        void take(Discount discount) {
            List<RatedLine> lines = now.lines(discount.scope());
            List<BigDecimal> parts = discount.reduction()
                    .parts(
                            lines.stream().map(this::reducible).toList(),
                            discount.validity(),
                            period.billing(),
                            places());
            BigDecimal wanted = Split.sum(parts);
            BigDecimal limit = smallest(discount.cap(), couponLeft(discount), cap == null ? null : cap.subtract(taken));
            BigDecimal amount = limit == null ? wanted : wanted.min(limit);
            if (amount.signum() == 0) {
                return;
            }
            List<BigDecimal> allowed = amount.compareTo(wanted) < 0 ? Split.within(amount, parts, places()) : parts;
            now = now.reducedBy(discount.reason(now.currency(), period.billing()), lines, allowed);
            taken = taken.add(amount);
            if (discount.coupon() != null) {
                uses.merge(
                        discount.coupon().code(),
                        CouponUse.NONE.plus(now.rounded(amount)),
                        (old, one) -> old.plus(one.amount()));
            }
        }

        private Reducible reducible(RatedLine line) {
            BigDecimal base = rules.stacking() == DiscountRules.Stacking.ADDITIVE ? before.room(line) : now.room(line);
            return new Reducible(line.item().service(), base, now.room(line));
        }

        private BigDecimal couponLeft(Discount discount) {
            Coupon coupon = discount.coupon();
            return coupon == null
                    ? null
                    : coupon.left(
                            uses.getOrDefault(coupon.code(), CouponUse.NONE),
                            others.getOrDefault(coupon.code(), CouponUse.NONE));
        }

        private int places() {
            return now.currency().getDecimalPlaces();
        }
    }

    private static BigDecimal smallest(BigDecimal... limits) {
        BigDecimal least = null;
        for (BigDecimal limit : limits) {
            least = least == null || (limit != null && limit.compareTo(least) < 0) ? limit : least;
        }
        return least;
    }
}
