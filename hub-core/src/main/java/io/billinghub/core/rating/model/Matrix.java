package io.billinghub.core.rating.model;

import io.billinghub.core.rating.Parts;
import io.billinghub.core.rating.metering.Measurement;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Prices by the values of dimensions: region, SKU, QoS class. A combination of values belongs to the cell that names the
 * most of them; of several such cells, to the first. The quantities of all combinations of one cell are added before its
 * model prices them, so tiers count over the cell.
 *
 * @param dimensions by which prices differ, at least one and up to 8
 * @param cells at least one and up to 10000; none names a dimension that is not in {@code dimensions}
 * @param otherwise prices what belongs to no cell; null if that is refused
 */
public record Matrix(List<String> dimensions, List<MatrixCell> cells, ChargeModel otherwise) implements ChargeModel {
    private static final int MOST_DIMENSIONS = 8;

    /** Refuses too many dimensions and cells, cells for unknown dimensions and cells for the same values. */
    public Matrix {
        Parts.atMost(MOST_DIMENSIONS, dimensions, "dimensions");
        dimensions = Parts.someOf(dimensions, "dimensions");
        dimensions.forEach(dimension -> Parts.notBlank(dimension, "a dimension"));
        Parts.distinct(dimensions, "dimensions");
        cells = MatrixCells.of(cells);
        for (int i = 0; i < cells.size(); i++) {
            for (String named : cells.get(i).when().keySet()) {
                if (!dimensions.contains(named)) {
                    throw new IllegalArgumentException("cells[" + i + "] names the dimension '" + named
                            + "'; allowed are " + String.join(", ", dimensions));
                }
            }
        }
        if (otherwise != null) {
            ChargeModel.requireInner(otherwise, "otherwise");
        }
    }

    @Override
    public Needs needs() {
        return Needs.combinations(dimensions);
    }

    @Override
    public Rated rateMagnitude(RatingInput input) {
        List<Measurement> sums = input.measured(
                        Measured.Combinations.class, "a matrix needs the sums by " + String.join(", ", dimensions))
                .sums();
        Map<Integer, BigDecimal> quantities = new TreeMap<>();
        for (Measurement sum : sums) {
            quantities.merge(position(sum), sum.quantity(), BigDecimal::add);
        }
        if (quantities.isEmpty()) {
            quantities.put(otherwise == null ? 0 : cells.size(), BigDecimal.ZERO);
        }
        List<RatedStep> steps = new ArrayList<>();
        quantities.forEach((position, quantity) -> {
            boolean inCell = position < cells.size();
            ChargeModel model = inCell ? cells.get(position).model() : otherwise;
            String label = inCell ? label(cells.get(position)) : "*";
            model.rate(input.of(quantity)).steps().forEach(step -> steps.add(step.labelled(label)));
        });
        return Rated.of(input.currency(), steps);
    }

    private int position(Measurement sum) {
        Optional<Integer> cell = ((MatrixCells) cells).find(sum.dimensions());
        if (cell.isEmpty() && otherwise == null) {
            String values = dimensions.stream()
                    .map(dimension -> dimension + " = '" + sum.dimensions().getOrDefault(dimension, "") + "'")
                    .collect(Collectors.joining(", "));
            throw new IllegalArgumentException(
                    "no cell of the matrix is for " + values + "; add one, or a price otherwise");
        }
        return cell.orElse(cells.size());
    }

    private String label(MatrixCell cell) {
        Collection<String> values = dimensions.stream()
                .filter(cell.when()::containsKey)
                .map(cell.when()::get)
                .toList();
        return values.isEmpty() ? "*" : String.join(", ", values);
    }

    /** Never asked: the steps are those of the cells' models. */
    @Override
    public String describe(RatedStep step) {
        return step.sentence();
    }

    @Override
    public StepKind kind(RatedStep step) {
        return step.kind();
    }
}
