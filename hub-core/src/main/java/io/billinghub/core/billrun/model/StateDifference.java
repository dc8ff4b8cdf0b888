package io.billinghub.core.billrun.model;

import io.billinghub.core.rating.modifier.commitment.CommitmentState;
import io.billinghub.core.rating.modifier.discount.CouponUse;
import io.billinghub.core.rating.modifier.loyalty.PointLot;
import io.billinghub.core.rating.modifier.pricing.AccountState;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What corrections change of what an account keeps between its runs. Pure.
 *
 * @param known what the corrected periods leave by what was known before
 * @param now what they leave by what is known now
 */
record StateDifference(AccountState known, AccountState now) {

    /**
     * The state that the next run begins with. Where {@code latest} is {@code known}, that is {@code now}; where they differ, since the
     * latest state was left by prices that can't be found out again, it is moved by the difference, never below zero, and a commitment
     * only within the same cycle.
     *
     * @param latest what the last run has left
     */
    AccountState onto(AccountState latest) {
        return new AccountState(
                commitments(latest.commitments()),
                coupons(latest.coupons()),
                points(latest.points()),
                latest.credits(),
                sponsored(latest.sponsored()));
    }

    private Map<String, CommitmentState> commitments(Map<String, CommitmentState> latest) {
        Map<String, CommitmentState> moved = new TreeMap<>(latest);
        now.commitments().forEach((key, to) -> {
            CommitmentState from = known.commitments().getOrDefault(key, CommitmentState.START);
            moved.computeIfPresent(
                    key,
                    (same, last) -> last.cyclesDone() != from.cyclesDone()
                            ? last
                            : new CommitmentState(
                                    to.cyclesDone(),
                                    moved(last.reached(), from.reached(), to.reached()),
                                    moved(last.inCycle(), from.inCycle(), to.inCycle()),
                                    moved(last.charged(), from.charged(), to.charged())));
        });
        return moved;
    }

    private Map<String, CouponUse> coupons(Map<String, CouponUse> latest) {
        Map<String, CouponUse> moved = new TreeMap<>(latest);
        both(now.coupons(), known.coupons()).forEach(code -> {
            CouponUse last = latest.getOrDefault(code, CouponUse.NONE);
            CouponUse from = known.coupons().getOrDefault(code, CouponUse.NONE);
            CouponUse to = now.coupons().getOrDefault(code, CouponUse.NONE);
            moved.put(
                    code,
                    new CouponUse(
                            Math.max(0, last.times() + to.times() - from.times()),
                            notBelowZero(moved(last.amount(), from.amount(), to.amount()))));
        });
        return moved;
    }

    private Map<String, BigDecimal> sponsored(Map<String, BigDecimal> latest) {
        Map<String, BigDecimal> moved = new TreeMap<>(latest);
        both(now.sponsored(), known.sponsored())
                .forEach(key -> moved.put(
                        key,
                        notBelowZero(moved(
                                latest.getOrDefault(key, BigDecimal.ZERO),
                                known.sponsored().getOrDefault(key, BigDecimal.ZERO),
                                now.sponsored().getOrDefault(key, BigDecimal.ZERO)))));
        return moved;
    }

    private record Earned(LocalDate on, LocalDate expires) {}

    private List<PointLot> points(List<PointLot> latest) {
        Map<Earned, BigDecimal> moved = new LinkedHashMap<>();
        add(moved, latest, BigDecimal.ONE);
        add(moved, now.points(), BigDecimal.ONE);
        add(moved, known.points(), BigDecimal.ONE.negate());
        List<PointLot> lots = new ArrayList<>();
        moved.forEach((earned, points) -> {
            if (points.signum() > 0) {
                lots.add(new PointLot(earned.on(), earned.expires(), points));
            }
        });
        return lots;
    }

    private static void add(Map<Earned, BigDecimal> all, List<PointLot> lots, BigDecimal sign) {
        lots.forEach(lot -> all.merge(
                new Earned(lot.earnedOn(), lot.expires()), lot.points().multiply(sign), BigDecimal::add));
    }

    private static <V> List<String> both(Map<String, V> one, Map<String, V> other) {
        Map<String, V> all = new TreeMap<>(one);
        all.putAll(other);
        return List.copyOf(all.keySet());
    }

    private static BigDecimal moved(BigDecimal last, BigDecimal from, BigDecimal to) {
        return last.add(to).subtract(from);
    }

    private static BigDecimal notBelowZero(BigDecimal amount) {
        return amount.max(BigDecimal.ZERO);
    }
}
