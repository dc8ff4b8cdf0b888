package io.billinghub.core.rating.model;

import io.billinghub.core.rating.Parts;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.Set;

/** Cells of a matrix with an index, so that a combination finds its cell without looking at thousands of others. */
final class MatrixCells extends AbstractList<MatrixCell> implements RandomAccess {
    private static final int MOST_CELLS = 10_000;

    private final List<MatrixCell> cells;
    /** For each set of dimensions that a cell names, the most first: the position of the cell by their values. */
    private final Map<Set<String>, Map<Map<String, String>, Integer>> index = new LinkedHashMap<>();

    private MatrixCells(List<MatrixCell> cells) {
        this.cells = cells;
        List<Set<String>> named = new ArrayList<>(
                cells.stream().map(cell -> cell.when().keySet()).distinct().toList());
        // sorted by number alone and stably, so among equally many the cell that stands first decides
        named.sort(Comparator.<Set<String>>comparingInt(Set::size).reversed());
        named.forEach(dimensions -> index.put(dimensions, new HashMap<>()));
        for (int i = 0; i < cells.size(); i++) {
            Map<String, String> when = cells.get(i).when();
            if (index.get(when.keySet()).put(when, i) != null) {
                throw new IllegalArgumentException("cells[" + i + "] is for " + when + ", as is a cell before it");
            }
        }
    }

    static List<MatrixCell> of(List<MatrixCell> cells) {
        if (cells instanceof MatrixCells same) {
            return same;
        }
        Parts.atMost(MOST_CELLS, cells, "cells");
        return new MatrixCells(Parts.someOf(cells, "cells"));
    }

    /** The position of the cell that names the most dimensions of the combination; of several, the first. */
    Optional<Integer> find(Map<String, String> combination) {
        int most = -1;
        Integer found = null;
        for (var named : index.entrySet()) {
            if (named.getKey().size() < most) {
                break;
            }
            Map<String, String> values = new HashMap<>();
            for (String dimension : named.getKey()) {
                values.put(dimension, combination.get(dimension));
            }
            Integer position = named.getValue().get(values);
            if (position != null && (found == null || position < found)) {
                found = position;
                most = named.getKey().size();
            }
        }
        return Optional.ofNullable(found);
    }

    @Override
    public MatrixCell get(int position) {
        return cells.get(position);
    }

    @Override
    public int size() {
        return cells.size();
    }
}
