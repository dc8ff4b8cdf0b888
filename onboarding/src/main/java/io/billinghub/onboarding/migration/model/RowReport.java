package io.billinghub.onboarding.migration.model;

import io.billinghub.onboarding.error.OnboardingError;

/**
 * What became of a row, for whoever sent it.
 *
 * @param line of the file; the headers are line 1
 * @param reference null where the row has none
 * @param field the column that is wrong; null where it is the row as a whole, or nothing
 * @param code name of an {@link OnboardingError}; null like the two behind it for what is not refused
 */
public record RowReport(
        int line, String reference, Fate fate, String field, String code, String message, String whatToDo) {

    public static RowReport of(MigrationRow row) {
        return row.flaw()
                .map(flaw -> new RowReport(
                        row.line(),
                        row.shownReference(),
                        row.fate(),
                        flaw.field(),
                        flaw.code().name(),
                        flaw.message(),
                        flaw.code().entry().whatToDo()))
                .orElseGet(() -> new RowReport(row.line(), row.shownReference(), row.fate(), null, null, null, null));
    }
}
