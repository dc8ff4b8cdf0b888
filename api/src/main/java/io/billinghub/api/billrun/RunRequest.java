package io.billinghub.api.billrun;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.billinghub.core.billrun.application.BillRuns;
import io.billinghub.core.billrun.model.RunKind;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Which run to start.
 *
 * @param cycle key of the bill cycle
 * @param period a day of the period that is billed
 * @param beforeEnd whether the period may be billed although it has only begun; null means no
 * @param startsAt when workers take it up; null means now
 * @param trial whether it is a trial; null means no
 * @param template key of the template whose tasks it takes over; null means none
 */
@JsonIgnoreProperties(ignoreUnknown = false)
public record RunRequest(
        @Schema(examples = "monthly", required = true) String cycle,
        @Schema(examples = "2026-10-01", required = true) LocalDate period,

        @Schema(
                description =
                        "Bills the period although it has only begun and is not over: the run closes it for intake, and it stays"
                                + " closed if the run is cancelled. False unless said otherwise",
                examples = "false")
        Boolean beforeEnd,

        @Schema(
                description =
                        "When workers take the run up; what was received by then is billed. Now unless said otherwise",
                examples = "2037-11-02T06:00:00Z")
        OffsetDateTime startsAt,

        @Schema(
                description =
                        "Makes a trial: the bills that the run would make, kept apart from the books, to be compared with others. It takes"
                                + " no number, posts nothing, closes nothing, and may be made as soon as the period has begun. False unless said otherwise",
                examples = "true")
        Boolean trial,

        @Schema(
                description =
                        "Key of a template of the cycle: the run takes over the tasks of its stages. None unless said otherwise",
                examples = "month-end")
        String template) {

    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2199;

    public RunRequest {
        if (cycle == null || cycle.isBlank()) {
            throw new IllegalArgumentException("'cycle' is missing: the key of the bill cycle");
        }
        if (period == null) {
            throw new IllegalArgumentException("'period' is missing: a day of the period that is billed");
        }
        if (period.getYear() < FIRST_YEAR || period.getYear() > LAST_YEAR) {
            throw new IllegalArgumentException(
                    "'period' must be a day of the years " + FIRST_YEAR + " to " + LAST_YEAR + ", not " + period);
        }
    }

    /** As the use case takes it. */
    public BillRuns.Start wanted() {
        return new BillRuns.Start(
                Boolean.TRUE.equals(trial) ? RunKind.TRIAL : RunKind.CYCLE,
                cycle,
                period,
                Boolean.TRUE.equals(beforeEnd),
                Optional.ofNullable(startsAt),
                Optional.ofNullable(template));
    }
}
