package io.billinghub.adapters.format.flat;

import io.billinghub.adapters.mapping.LineFlawException;
import java.util.List;

/** One row. Not for use by several threads at once. */
public final class FlatRow {

    static final String LINE_IN_FOOTER =
            "it is one of the last rows, which are no lines by the descriptor's footerRows, but has all that a line has";

    private final List<String> fields;
    private final String place;
    private final RowDigest digest;
    private final String flaw;

    /**
     * @param fields as they stand, in the header's order
     * @param place where the row stands, such as {@code row 17}
     * @param digest shared by the rows of one document
     */
    public FlatRow(Header header, List<String> fields, String place, RowDigest digest) {
        this(
                fields,
                place,
                digest,
                fields.size() == header.count()
                        ? null
                        : "the row has " + fields.size() + " fields where the headers have " + header.count());
    }

    /** @param flaw why nothing in the row can be trusted; null if it can be */
    public FlatRow(List<String> fields, String place, RowDigest digest, String flaw) {
        this.fields = fields;
        this.place = place;
        this.digest = digest;
        this.flaw = flaw;
    }

    /** Where the row stands, such as {@code row 17}. */
    public String place() {
        return place;
    }

    /** The field without blanks around it, or null where the row has none there, it is empty or says {@code NULL}. */
    public String at(int position) {
        if (position < 0 || position >= fields.size()) {
            return null;
        }
        String value = fields.get(position).strip();
        return value.isEmpty() || value.equals("NULL") ? null : value;
    }

    /** A row with too few or too many fields has shifted columns: nothing in it can be trusted. */
    public void requireWhole() {
        if (flaw != null) {
            throw new LineFlawException(flaw);
        }
    }

    /** The same for rows that are equal in every field. */
    public String identity() {
        return "row:" + digest.of(fields);
    }
}
