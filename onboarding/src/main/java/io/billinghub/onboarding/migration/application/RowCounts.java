package io.billinghub.onboarding.migration.application;

import io.billinghub.onboarding.migration.infrastructure.MigrationSql.Counts;
import io.billinghub.onboarding.migration.model.Fate;
import io.billinghub.onboarding.migration.model.FileReport;
import io.billinghub.onboarding.migration.model.MigrationKind;
import io.billinghub.onboarding.migration.model.MigrationRow;
import io.billinghub.onboarding.migration.model.RowReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the rows of a file have come to so far. For one thread at a time. */
final class RowCounts {

    private static final int FIRST_GROWN = 2_000;
    private static final int GROWTH = 5;

    private final long file;
    private final List<RowReport> refusals = new ArrayList<>();
    private int taken;
    private int duplicates;
    private int grown = FIRST_GROWN;

    /** @param file {@code migration_file.id} */
    RowCounts(long file) {
        this.file = file;
    }

    void add(List<MigrationRow> rows) {
        for (MigrationRow row : rows) {
            if (row.fate() == Fate.TAKEN) {
                taken++;
            } else if (row.fate() == Fate.DUPLICATE) {
                duplicates++;
            } else {
                refusals.add(RowReport.of(row));
            }
        }
    }

    /** Whether there are five times as many rows as when this was last said. */
    boolean hasGrown() {
        if (all() < grown) {
            return false;
        }
        grown = GROWTH * all();
        return true;
    }

    long file() {
        return file;
    }

    int all() {
        return taken + duplicates + refusals.size();
    }

    int refused() {
        return refusals.size();
    }

    List<RowReport> refusals() {
        return refusals;
    }

    Counts counts() {
        return new Counts(taken, duplicates, refusals.size());
    }

    FileReport report(Optional<UUID> id, MigrationKind kind, boolean stored) {
        return new FileReport(
                id,
                kind,
                stored,
                taken,
                duplicates,
                refusals.size(),
                refusals.subList(0, Math.min(refusals.size(), FileReport.MOST_REFUSALS)));
    }
}
