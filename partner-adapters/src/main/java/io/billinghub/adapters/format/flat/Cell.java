package io.billinghub.adapters.format.flat;

/** Where one value of a row comes from, once the document's columns are known. */
@FunctionalInterface
interface Cell {

    /** Nothing, in every row. */
    Cell NONE = row -> null;

    /**
     * The value; null where the row has none.
     *
     * @throws io.billinghub.adapters.mapping.LineFlawException if what stands there can't be used
     */
    String of(FlatRow row);
}
