package io.billinghub.core.rating.modifier.loyalty;

import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.modifier.AdjustmentKind;
import io.billinghub.core.rating.modifier.Checks;
import io.billinghub.core.rating.modifier.LineScope;
import io.billinghub.core.rating.modifier.Priced;
import io.billinghub.core.rating.modifier.PricingPeriod;
import io.billinghub.core.rating.modifier.RatedLine;
import io.billinghub.core.rating.modifier.Reason;
import io.billinghub.core.rating.modifier.Split;
import io.billinghub.core.rating.modifier.Words;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Points for what is paid, and what they are worth. Points are whole. First points are burnt, then points are earned on
 * what is left, so points earned in a period can be burnt from the next one on.
 *
 * @param key of the modifier
 * @param name what a customer reads
 * @param points earned for each {@code perAmount}, zero or more
 * @param perAmount more than zero
 * @param rounding of earned points; null is taken as {@link PointRounding#DOWN}
 * @param earning null is taken as {@link Earning#ON_SUM}
 * @param pointValue what one point is worth when it is burnt, more than zero
 * @param minimumBurn the fewest points that are burnt at once; null is taken as zero
 * @param maximumPercent how much of the lines may be paid with points; null is taken as 100
 * @param expiresAfterMonths 0 if points never expire
 * @param scope which lines earn points and are paid with them; null is taken as all services
 */
public record LoyaltyProgram(
        String key,
        String name,
        BigDecimal points,
        BigDecimal perAmount,
        PointRounding rounding,
        Earning earning,
        BigDecimal pointValue,
        BigDecimal minimumBurn,
        BigDecimal maximumPercent,
        int expiresAfterMonths,
        LineScope scope) {

    /** What becomes of a part of a point. */
    public enum PointRounding {
        /** It is lost. */
        DOWN(RoundingMode.DOWN),
        /** Half a point and more is one. */
        HALF_UP(RoundingMode.HALF_UP),
        /** It is one. */
        UP(RoundingMode.UP);

        private final RoundingMode mode;

        PointRounding(RoundingMode mode) {
            this.mode = mode;
        }
    }

    /** What points are earned on. */
    public enum Earning {
        /** On the sum of the period. */
        ON_SUM,
        /** On each line by itself. */
        PER_LINE
    }

    /** Refuses a programme with a missing or wrong part. */
    public LoyaltyProgram {
        Checks.text(key, "key");
        Checks.text(name, "name");
        Checks.notNegative(points, "points");
        Checks.positive(perAmount, "perAmount");
        rounding = Checks.orElse(rounding, PointRounding.DOWN);
        earning = Checks.orElse(earning, Earning.ON_SUM);
        Checks.positive(pointValue, "pointValue");
        minimumBurn = Checks.notNegative(Checks.orElse(minimumBurn, BigDecimal.ZERO), "minimumBurn");
        maximumPercent = Checks.percent(Checks.orElse(maximumPercent, BigDecimal.valueOf(100)), "maximumPercent");
        Checks.atLeast(0, expiresAfterMonths, "expiresAfterMonths");
        scope = Checks.orElse(scope, LineScope.SERVICES);
    }

    /**
     * Burns and earns.
     *
     * @param requested how many points the customer wants to burn; never more are burnt than there are and than what is due
     *     takes
     * @param lots what there is, any order
     */
    public Loyal apply(Priced priced, PricingPeriod period, BigDecimal requested, List<PointLot> lots) {
        LocalDate day = period.billing().from();
        List<PointLot> usable = lots.stream()
                .filter(lot -> lot.burnableOn(day) && lot.points().signum() > 0)
                .sorted(Comparator.comparing(
                                PointLot::expires, Comparator.nullsLast(Comparator.<LocalDate>naturalOrder()))
                        .thenComparing(PointLot::earnedOn))
                .toList();
        BigDecimal burnt = burnable(priced, requested, usable);
        Priced paid = priced;
        if (burnt.signum() > 0) {
            Reason reason =
                    new Reason(AdjustmentKind.LOYALTY, key, name + ", " + Words.number(burnt) + " points burnt");
            paid = priced.reduced(reason, priced.lines(scope), worth(priced, burnt));
        }
        BigDecimal earned = earned(paid);
        List<PointLot> rest = new ArrayList<>(without(usable, burnt));
        lots.stream().filter(lot -> day.isBefore(lot.earnedOn())).forEach(rest::add);
        if (earned.signum() > 0) {
            LocalDate from = period.billing().to();
            rest.add(new PointLot(from, expiresAfterMonths == 0 ? null : from.plusMonths(expiresAfterMonths), earned));
        }
        BigDecimal left = Split.sum(rest.stream().map(PointLot::points).toList());
        return new Loyal(
                paid,
                burnt,
                earned,
                earned.signum() < 0 ? without(rest, earned.negate().min(left)) : rest);
    }

    private BigDecimal burnable(Priced priced, BigDecimal requested, List<PointLot> usable) {
        BigDecimal there = Split.sum(usable.stream().map(PointLot::points).toList());
        BigDecimal payable = room(priced).multiply(maximumPercent).movePointLeft(2);
        BigDecimal most = payable.divideToIntegralValue(pointValue);
        BigDecimal burnt = requested.max(BigDecimal.ZERO).min(there).min(most).setScale(0, RoundingMode.DOWN);
        return burnt.compareTo(minimumBurn) < 0 ? BigDecimal.ZERO : burnt;
    }

    private BigDecimal worth(Priced priced, BigDecimal burnt) {
        return priced.rounded(burnt.multiply(pointValue)).min(room(priced));
    }

    private BigDecimal room(Priced priced) {
        return Split.sum(priced.lines(scope).stream().map(priced::room).toList());
    }

    private BigDecimal earned(Priced priced) {
        List<RatedLine> lines = priced.lines(scope);
        return earning == Earning.ON_SUM
                ? pointsFor(priced.net(lines))
                : Split.sum(
                        lines.stream().map(line -> pointsFor(priced.net(line))).toList());
    }

    private BigDecimal pointsFor(BigDecimal amount) {
        return Divisor.of(perAmount).into(amount.multiply(points)).setScale(0, rounding.mode);
    }

    private static List<PointLot> without(List<PointLot> lots, BigDecimal points) {
        List<PointLot> rest = new ArrayList<>();
        BigDecimal open = points;
        for (PointLot lot : lots) {
            BigDecimal part = open.min(lot.points());
            open = open.subtract(part);
            if (part.compareTo(lot.points()) < 0) {
                rest.add(
                        new PointLot(lot.earnedOn(), lot.expires(), lot.points().subtract(part)));
            }
        }
        return rest;
    }
}
