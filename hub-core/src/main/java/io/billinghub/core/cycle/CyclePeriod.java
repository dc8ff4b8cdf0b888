package io.billinghub.core.cycle;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * One period of a monthly cycle, half-open {@code [from, to)}, in local dates of the cycle's time zone; so neither a
 * change of daylight saving time nor a short month shifts or doubles a bill.
 *
 * @param from first day
 * @param to the day after the last day
 */
public record CyclePeriod(LocalDate from, LocalDate to) {

    public CyclePeriod {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a period ends after it begins, was [" + from + ", " + to + ")");
        }
    }

    /**
     * The period of a cycle that starts on {@code dayOfMonth} (the last day of the month, where the month has no such
     * day) and contains the day.
     */
    public static CyclePeriod containing(LocalDate day, int dayOfMonth) {
        YearMonth month = YearMonth.from(day);
        LocalDate start = startIn(month, dayOfMonth);
        return day.isBefore(start)
                ? new CyclePeriod(startIn(month.minusMonths(1), dayOfMonth), start)
                : new CyclePeriod(start, startIn(month.plusMonths(1), dayOfMonth));
    }

    /** The period that follows in the same cycle. */
    public CyclePeriod next(int dayOfMonth) {
        return containing(to, dayOfMonth);
    }

    private static LocalDate startIn(YearMonth month, int dayOfMonth) {
        return month.atDay(Math.min(dayOfMonth, month.lengthOfMonth()));
    }
}
