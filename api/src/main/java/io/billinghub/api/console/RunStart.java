package io.billinghub.api.console;

import io.billinghub.core.billrun.infrastructure.BillRunSql.Cycle;
import java.util.List;

/**
 * The form that starts a run, with what was entered.
 *
 * @param period ISO day, as a browser's date field has it
 * @param startsAt ISO local date and time in the zone of the cycle; empty for now
 * @param key tells a form that is sent twice from two forms
 */
public record RunStart(
        String cycle,
        String period,
        boolean trial,
        boolean beforeEnd,
        String startsAt,
        String key,
        List<Cycle> cycles) {

    public RunStart {
        cycles = List.copyOf(cycles);
    }

    RunStart with(List<Cycle> found) {
        return new RunStart(cycle, period, trial, beforeEnd, startsAt, key, found);
    }
}
