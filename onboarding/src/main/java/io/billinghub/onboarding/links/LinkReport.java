package io.billinghub.onboarding.links;

import java.util.List;

/**
 * What became of each row.
 *
 * @param stored whether anything was stored: not where the whole was to be stored or nothing, and a row was refused
 * @param rows in the order of the file
 */
public record LinkReport(boolean stored, int created, int moved, int unchanged, int refused, List<Row> rows) {

    public LinkReport {
        rows = List.copyOf(rows);
    }

    /** What became of one row. */
    public enum Fate {
        CREATED,
        /** Another account, or another offering, from the first day of the row on. */
        MOVED,
        UNCHANGED,
        REFUSED
    }

    /**
     * @param row as a spreadsheet counts: the headers are row 1
     * @param link the partner's customer number or product
     * @param to the billing account or offering
     * @param code of a refusal; null like the two behind it for what is not refused
     */
    public record Row(int row, String link, String to, Fate fate, String code, String message, String whatToDo) {}

    static LinkReport of(boolean stored, List<Row> rows) {
        return new LinkReport(
                stored,
                count(rows, Fate.CREATED),
                count(rows, Fate.MOVED),
                count(rows, Fate.UNCHANGED),
                count(rows, Fate.REFUSED),
                rows);
    }

    private static int count(List<Row> rows, Fate fate) {
        return (int) rows.stream().filter(row -> row.fate() == fate).count();
    }
}
