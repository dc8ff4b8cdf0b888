package io.billinghub.adapters.validation;

import java.time.LocalDate;
import java.util.Objects;

/**
 * What an agreement says of usage that comes when the period in which it happened is billed.
 *
 * @param counts where it counts
 * @param refusedAfterDays how old usage may be on the day on which it comes in, in days; null where it may have any age
 */
public record LateUsage(Counts counts, Integer refusedAfterDays) {

    public LateUsage {
        Objects.requireNonNull(counts, "counts");
        if (refusedAfterDays != null && refusedAfterDays < 0) {
            throw new IllegalArgumentException("usage can't be refused " + refusedAfterDays + " days after its day");
        }
    }

    /** Where late usage counts. */
    public enum Counts {
        /** With the usage of the open period, as if it had happened in it. */
        NEXT_BILL,
        /** In the period in which it happened: that is rated anew, and the next bill has the difference. */
        OWN_PERIOD
    }

    /**
     * Whether usage is too old to be taken in.
     *
     * @param day on which it happened, in the cycle's time zone
     * @param today on which it comes in, in the same zone
     */
    public boolean refuses(LocalDate day, LocalDate today) {
        return refusedAfterDays != null && day.isBefore(today.minusDays(refusedAfterDays));
    }
}
