package io.billinghub.adapters.expected;

import java.time.LocalDate;

/**
 * A document that a partner is to send.
 *
 * @param from first day of the period that it is for
 * @param to the day after its last one
 * @param dueOn the last day on which it is in time
 * @param missingFrom the first day on which it is missing and no longer late
 * @param arrivedOn the day on which the first one came, in the tenant's time zone; null if none has
 */
record ExpectedDocument(
        LocalDate from, LocalDate to, LocalDate dueOn, LocalDate missingFrom, Status status, LocalDate arrivedOn) {

    /** Where it stands. */
    enum Status {
        /** The period is over, and there is time yet. */
        DUE,
        /** It came in time. */
        ARRIVED,
        /** It came, behind the day on which it was due. */
        ARRIVED_LATE,
        /** It has not come in time; grace is running. */
        LATE,
        /** It has not come, and grace is over. */
        MISSING,
        /** None is expected for this period. */
        WAIVED
    }
}
