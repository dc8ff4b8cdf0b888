package io.billinghub.onboarding.priceplan.model;

/**
 * Where in a document something stands.
 *
 * @param pointer JSON pointer (RFC 6901), empty for the whole; null in a document of rows
 * @param row line of the file on which the row begins, from 1; null where it is not about one row
 * @param column header of the column; null where it is not about one column
 */
public record Place(String pointer, Integer row, String column) {

    public static Place pointer(String pointer) {
        return new Place(pointer, null, null);
    }

    public static Place row(int row, String column) {
        return new Place(null, row, column);
    }

    /** The whole of a document of rows. */
    public static Place file() {
        return new Place(null, null, null);
    }

    /** For people; empty for the whole document. */
    public String words() {
        if (pointer != null) {
            return pointer;
        }
        if (row == null) {
            return column == null ? "" : "column " + column;
        }
        return "row " + row + (column == null ? "" : ", column " + column);
    }
}
