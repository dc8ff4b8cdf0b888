package io.billinghub.core.rating.metering;

import io.billinghub.core.money.AmountLimit;
import io.billinghub.core.rating.Parts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;

/**
 * Something that was used: at one instant, or in a session from one instant to another.
 *
 * @param id names it inside of its source; not blank
 * @param source who counted it; not blank
 * @param from when it began
 * @param to when it ended; the same as {@code from} for an instant
 * @param quantity in the unit in which it is measured; negative in a reversal
 * @param dimensions what tells it from other usage, for example {@code region}; null is taken as none
 * @param amount the amount or the price of a unit that the event itself carries, in the plan's currency, else null
 */
public record UsageEvent(
        String id,
        String source,
        Instant from,
        Instant to,
        BigDecimal quantity,
        Map<String, String> dimensions,
        BigDecimal amount) {
    /** By time; at one instant by id and source, so that the order of events is always the same. */
    public static final Comparator<UsageEvent> OLDEST_FIRST =
            Comparator.comparing(UsageEvent::from).thenComparing(UsageEvent::id).thenComparing(UsageEvent::source);

    /** Decimal places to which the part of a session is measured. */
    static final int PART_DECIMALS = AmountLimit.MAX_FRACTION_DIGITS;

    private static final Duration LONGEST = Duration.ofDays(3660);
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);

    /** Refuses an event without name, time or quantity, and a session of more than ten years. */
    public UsageEvent {
        Parts.notBlank(id, "id");
        Parts.notBlank(source, "source");
        Parts.present(from, "from");
        Parts.present(to, "to");
        Parts.required(quantity, "quantity");
        dimensions = dimensions == null ? Map.of() : Map.copyOf(dimensions);
        if (amount != null) {
            Parts.required(amount, "amount");
        }
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("event " + id + " ends at " + to + ", before it begins at " + from);
        }
        if (Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "event " + id + " from " + from + " to " + to + " lasts longer than ten years");
        }
    }

    /** An event at one instant. */
    public static UsageEvent at(
            String id, String source, Instant at, BigDecimal quantity, Map<String, String> dimensions) {
        return new UsageEvent(id, source, at, at, quantity, dimensions, null);
    }

    /** Whether it has no duration. */
    public boolean isInstant() {
        return from.equals(to);
    }

    /** The same with another quantity. */
    public UsageEvent withQuantity(BigDecimal other) {
        return new UsageEvent(id, source, from, to, other, dimensions, amount);
    }

    /** The same with the other sign of the quantity; what a carried amount means for it, the charge model says. */
    public UsageEvent reversed() {
        return withQuantity(quantity.negate());
    }

    /**
     * The quantity from the beginning to an instant, in proportion to time, to {@value #PART_DECIMALS} decimal places: all
     * of it from the end on. The part between two instants is the difference of two such quantities, so the parts of a
     * session always add up to its quantity exactly.
     */
    public BigDecimal quantityUntil(Instant instant) {
        if (!instant.isBefore(to)) {
            return quantity;
        }
        if (!instant.isAfter(from)) {
            return BigDecimal.ZERO;
        }
        BigDecimal elapsed = new BigDecimal(nanos(from, instant));
        int scale = Math.max(PART_DECIMALS, quantity.scale());
        return quantity.multiply(elapsed).divide(new BigDecimal(nanos(from, to)), scale, RoundingMode.HALF_EVEN);
    }

    /**
     * What of a session was used from one instant to another; an instant has no parts. A part carries no amount, since
     * nobody says how an amount is divided.
     */
    public UsageEvent part(Instant begin, Instant end) {
        if (!begin.isAfter(from) && !end.isBefore(to)) {
            return this;
        }
        Instant first = begin.isAfter(from) ? begin : from;
        Instant last = end.isBefore(to) ? end : to;
        return new UsageEvent(
                id, source, first, last, quantityUntil(last).subtract(quantityUntil(first)), dimensions, null);
    }

    static BigInteger nanos(Instant from, Instant to) {
        Duration duration = Duration.between(from, to);
        return BigInteger.valueOf(duration.getSeconds()).multiply(NANOS).add(BigInteger.valueOf(duration.getNano()));
    }
}
