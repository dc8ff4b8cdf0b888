package io.billinghub.api.billrun;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A bill run.
 *
 * @param kind CYCLE, ON_DEMAND for the run of one account, CREDIT_NOTE for one that takes back, or TRIAL
 * @param periodTo the day after the last day
 * @param startsAt when workers take it up; absent for at once
 * @param pausedBy who has paused it; absent where it goes on
 * @param stoppedWaitingBy who has decided that it waits for no partner's bill; absent where nobody has
 * @param template key of the template that has begun it, or whose tasks it has taken over; absent where there is none
 * @param failedIn the state in which it failed, absent if it did not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunView(
        UUID id,
        @Schema(examples = "CYCLE") String kind,
        String cycle,
        LocalDate periodFrom,
        LocalDate periodTo,
        LocalDate issueDate,
        LocalDate dueDate,
        @Schema(examples = "IN_REVIEW") String state,
        String failedIn,
        String failure,
        String startedBy,
        String approvedBy,
        OffsetDateTime createdAt,
        OffsetDateTime startsAt,
        String pausedBy,
        String stoppedWaitingBy,
        String template) {

    static final String PATH = "/hub/v1/bill-runs";

    static RunView of(Run run) {
        return new RunView(
                run.uuid(),
                run.kind().name(),
                run.cycleKey(),
                run.period().from(),
                run.period().to(),
                run.issueDate(),
                run.dueDate(),
                run.state().name(),
                run.failedIn().map(Enum::name).orElse(null),
                run.failure().orElse(null),
                run.startedBy(),
                run.approvedBy().orElse(null),
                run.createdAt(),
                run.startsAt().orElse(null),
                run.pausedBy().orElse(null),
                run.stoppedWaitingBy().orElse(null),
                run.template().orElse(null));
    }
}
