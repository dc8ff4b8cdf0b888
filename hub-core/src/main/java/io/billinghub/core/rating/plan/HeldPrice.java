package io.billinghub.core.rating.plan;

import io.billinghub.core.rating.model.Flat;
import java.time.LocalDate;

/**
 * A price of an offering, on the days on which it holds. Of all that are for the same thing an offering has at most one on a day.
 *
 * @param key of the price plan
 * @param version of the price plan
 * @param name as a customer reads it
 * @param what it is for, in words: {@code each period}, {@code one time} or {@code usage in GB}
 * @param from the first day
 * @param to the day after the last one; {@link LocalDate#MAX} where it has no end
 */
public record HeldPrice(String key, int version, String name, String what, LocalDate from, LocalDate to) {

    /** The plan on these days, whatever it says of its validity itself. */
    public static HeldPrice of(PricePlan plan, LocalDate from, LocalDate to) {
        return new HeldPrice(plan.key(), plan.version(), plan.name(), what(plan), from, to);
    }

    private static String what(PricePlan plan) {
        if (plan.model() instanceof Flat fee) {
            return fee.timing() == Flat.Timing.ONE_TIME ? "one time" : "each period";
        }
        return "usage in " + plan.measuredUnit();
    }

    /** Whether both are for the same thing on a day. */
    public boolean overlaps(HeldPrice other) {
        return what.equals(other.what) && from.isBefore(other.to) && other.from.isBefore(to);
    }

    /** Which two prices overlap, on what and from when on, as a sentence without its full stop. */
    public static String overlap(HeldPrice one, HeldPrice other) {
        LocalDate both = one.from.isAfter(other.from) ? one.from : other.from;
        return one.named() + " and " + other.named() + " are both a price for " + one.what + ", from " + both
                + "; the hub bills one alone";
    }

    private String named() {
        return "'" + name + "' (" + key + ", version " + version + ")";
    }
}
