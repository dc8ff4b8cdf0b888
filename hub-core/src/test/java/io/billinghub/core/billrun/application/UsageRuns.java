package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.testing.TestDatabase;
import java.time.LocalDate;
import java.util.UUID;

/** Runs of the cycle whose accounts use the API. */
final class UsageRuns {

    private UsageRuns() {}

    /** Bills the period of the day, to its end. */
    static void run(ApiUsage usage, LocalDate day) {
        UUID run = usage.fixture.runToTheEnd(usage.fixture.worker(100, 1), day);
        assertThat(usage.fixture.state(run)).isEqualTo(BillRunState.CLOSED);
    }

    /** Bills the accounts that were parked. */
    static void resume(ApiUsage usage, BillRunWorker worker, UUID run) {
        usage.fixture.database.inTenant(
                usage.fixture.operator,
                transaction -> usage.fixture.runs.resume(transaction, usage.fixture.operator, run));
        TestDatabase.await(worker.workOnce());
        usage.fixture.approve(run);
        TestDatabase.await(worker.workOnce());
    }
}
