package io.billinghub.core.rating.modifier.credit;

import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.Checks;
import io.billinghub.core.rating.modifier.LineScope;
import io.billinghub.core.rating.modifier.RatedLine;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;

/**
 * What an account has paid for in advance: money, or a pack of units. It pays for services of which at least one day is
 * inside of its validity.
 *
 * @param key tells it from the account's other credits
 * @param name what a customer reads
 * @param priority lower ones are drawn first; among equals the one that expires first, then the older one, then by key
 * @param from the first day that it pays for; null if all
 * @param expires the first day that it does not pay for; null if it never expires
 * @param unit of a pack, for example {@code SMS}; null for money in the account's currency
 * @param left zero or more
 * @param scope which charges it may pay; null is taken as all services
 */
public record Credit(
        String key,
        String name,
        int priority,
        LocalDate from,
        LocalDate expires,
        String unit,
        BigDecimal left,
        LineScope scope) {
    static final Comparator<Credit> DRAWN_FIRST = Comparator.comparingInt(Credit::priority)
            .thenComparing(Credit::expires, Comparator.nullsLast(Comparator.<LocalDate>naturalOrder()))
            .thenComparing(Credit::from, Comparator.nullsFirst(Comparator.<LocalDate>naturalOrder()))
            .thenComparing(Credit::key);

    /** Refuses a credit with a missing part or below zero. */
    public Credit {
        Checks.text(key, "key");
        Checks.text(name, "name");
        if (Checks.present(left, "left").signum() < 0) {
            throw new IllegalArgumentException("left must be zero or more, but is " + left.toPlainString());
        }
        if (unit != null) {
            Checks.text(unit, "unit");
        }
        scope = Checks.orElse(scope, LineScope.SERVICES);
    }

    boolean isPack() {
        return unit != null;
    }

    /** Whether it may pay the line. */
    boolean pays(RatedLine line) {
        LocalPeriod service = line.item().service();
        boolean inTime = (from == null || from.isBefore(service.to()) || from.equals(service.from()))
                && (expires == null || service.from().isBefore(expires));
        return inTime
                && scope.matches(line)
                && (unit == null || line.quantity().unit().equals(unit));
    }

    boolean expiredOn(LocalDate day) {
        return expires != null && !day.isBefore(expires);
    }

    /** What is left of it after some was drawn. */
    public Credit less(BigDecimal drawn) {
        return new Credit(key, name, priority, from, expires, unit, left.subtract(drawn), scope);
    }
}
