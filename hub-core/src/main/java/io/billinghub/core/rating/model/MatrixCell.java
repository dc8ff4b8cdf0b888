package io.billinghub.core.rating.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One cell of a matrix of prices.
 *
 * @param when dimensions and their values; a dimension that is not named may have any value. Null is taken as empty
 * @param model prices the quantity of all combinations that belong to the cell
 */
public record MatrixCell(SortedMap<String, String> when, ChargeModel model) {
    /** Refuses a model that needs more than a quantity. */
    public MatrixCell {
        when = Collections.unmodifiableSortedMap(when == null ? new TreeMap<>() : new TreeMap<>(when));
        ChargeModel.requireInner(model, "model");
    }
}
