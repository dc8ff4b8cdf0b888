package io.billinghub.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.billrun.model.RunKind;
import io.billinghub.core.cycle.CyclePeriod;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms on a run's page are those that its state and the login's roles allow. */
class RunButtonsTest {

    private static Run run(RunKind kind, BillRunState state, boolean paused, boolean approved) {
        return new Run(
                1,
                new UUID(0, 1),
                "monthly",
                1,
                1,
                ZoneOffset.UTC,
                CyclePeriod.containing(LocalDate.of(2026, 10, 1), 1),
                LocalDate.of(2026, 11, 1),
                LocalDate.of(2026, 11, 22),
                state,
                Optional.empty(),
                Optional.empty(),
                "olga",
                approved ? Optional.of("maria") : Optional.empty(),
                OffsetDateTime.parse("2026-11-01T04:00:00Z"),
                kind,
                Optional.empty(),
                0,
                Optional.empty(),
                paused ? Optional.of("olga") : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0);
    }

    private static String names(RunButtons buttons) {
        List<String> names = new ArrayList<>();
        if (buttons.reschedule()) {
            names.add("reschedule");
        }
        if (buttons.stopWaiting()) {
            names.add("stop-waiting");
        }
        if (buttons.pause()) {
            names.add("pause");
        }
        if (!buttons.resume().isEmpty()) {
            names.add("resume");
        }
        if (buttons.cancel()) {
            names.add("cancel");
        }
        if (buttons.approve()) {
            names.add("approve");
        }
        if (buttons.ownRun()) {
            names.add("own");
        }
        return String.join(" ", names);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // kind | state         | flags    | parked | operative              | manager who has not started it
                "CYCLE  | SCHEDULED     |          | 0 | reschedule pause cancel | reschedule stop-waiting pause cancel",
                "CYCLE  | COLLECTING    |          | 0 | pause cancel            | stop-waiting pause cancel",
                "CYCLE  | RATING        |          | 0 | pause cancel            | pause cancel",
                "CYCLE  | RATING        | paused   | 0 | resume cancel           | resume cancel",
                "CYCLE  | IN_REVIEW     |          | 0 | cancel                  | cancel approve",
                "CYCLE  | IN_REVIEW     |          | 2 | resume cancel           | resume cancel approve",
                "CYCLE  | IN_REVIEW     | approved | 2 | resume                  | resume approve",
                "CYCLE  | APPROVED      | approved | 0 | pause                   | pause",
                "CYCLE  | FAILED        |          | 0 | resume cancel           | resume cancel",
                "CYCLE  | CLOSED        | approved | 0 | ''                      | ''",
                "CYCLE  | CANCELLED     |          | 0 | ''                      | ''",
                "TRIAL  | SCHEDULED     |          | 0 | reschedule pause cancel | reschedule pause cancel",
                "TRIAL  | CLOSED        |          | 0 | cancel                  | cancel",
            })
    void fitTheState(RunKind kind, BillRunState state, String flags, long parked, String operative, String manager) {
        boolean paused = "paused".equals(flags);
        Run run = run(kind, state, paused, "approved".equals(flags));
        boolean moving = state.worked() && !paused;
        assertThat(names(RunButtons.of(run, moving, parked, 0, new RunButtons.Rights("otto", true, false))))
                .isEqualTo(operative);
        assertThat(names(RunButtons.of(run, moving, parked, 0, new RunButtons.Rights("maria", true, true))))
                .isEqualTo(manager);
        assertThat(RunButtons.of(run, moving, parked, 0, new RunButtons.Rights("finn", false, false))
                        .any())
                .as("who only looks")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"olga, own", "maria, approve"})
    void whoStartedARunDoesNotApproveIt(String actor, String last) {
        Run run = run(RunKind.CYCLE, BillRunState.IN_REVIEW, false, false);
        assertThat(names(RunButtons.of(run, false, 0, 0, new RunButtons.Rights(actor, true, true))))
                .isEqualTo("cancel " + last);
    }

    @ParameterizedTest
    @CsvSource({"1, stop-waiting resume cancel approve", "0, resume cancel approve"})
    void aManagerLetsAccountsGoThatWaitForABill(long held, String buttons) {
        Run run = run(RunKind.CYCLE, BillRunState.IN_REVIEW, false, false);
        assertThat(names(RunButtons.of(run, false, 2, held, new RunButtons.Rights("maria", true, true))))
                .isEqualTo(buttons);
    }
}
