package io.billinghub.onboarding.migration.model;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What became of a file.
 *
 * @param id by which its report can be read again; empty for a check
 * @param stored whether the good rows are stored
 * @param refusals the first rows that are refused, at most {@link #MOST_REFUSALS}
 */
public record FileReport(
        Optional<UUID> id,
        MigrationKind kind,
        boolean stored,
        int taken,
        int duplicates,
        int refused,
        List<RowReport> refusals) {

    /** More are in the report by its id. */
    public static final int MOST_REFUSALS = 1_000;

    public FileReport {
        refusals = List.copyOf(refusals);
    }
}
