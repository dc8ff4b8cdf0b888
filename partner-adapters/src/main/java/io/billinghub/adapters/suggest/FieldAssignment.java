package io.billinghub.adapters.suggest;

import io.billinghub.adapters.model.DocumentKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which column is which field: by its name, by what its values are, and by what they reckon up to. Each column serves one field, each
 * field has one column; the surest pair is taken first.
 */
final class FieldAssignment {

    /** Below this a pair is no better than a guess, and is left to the person. */
    private static final int LEAST = 45;

    private static final int BY_NUMBERS = 30;

    private record Pair(CanonicalField field, int column, int confidence, String why) {}

    private final DocumentKind kind;
    private final List<ColumnFacts> columns = new ArrayList<>();
    private final Map<CanonicalField, Pair> taken = new EnumMap<>(CanonicalField.class);

    /** @param kind which fields there are */
    FieldAssignment(Table table, char decimal, DocumentKind kind) {
        this.kind = kind;
        List<List<BigDecimal>> numbers = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            ColumnFacts facts = new ColumnFacts(
                    table.columns().get(i), table.values(i), table.rows().size(), decimal);
            columns.add(facts);
            int column = i;
            List<BigDecimal> values = new ArrayList<>();
            table.rows().forEach(row -> values.add(facts.number(row.get(column))));
            numbers.add(values);
        }
        assign(pairs(new Arithmetic(numbers)));
    }

    /** The column of the field; empty where none was found. */
    Optional<ColumnFacts> column(CanonicalField field) {
        return Optional.ofNullable(taken.get(field)).map(pair -> columns.get(pair.column()));
    }

    /** Whether the fields were found without which no line can be taken in. */
    boolean isEnough() {
        return taken.keySet().containsAll(CanonicalField.needed(kind));
    }

    /** The fields that were found, in the order of the catalogue. */
    List<FieldGuess> guesses() {
        return taken.values().stream()
                .filter(pair -> pair.field().mapped(kind))
                .map(pair -> {
                    ColumnFacts column = columns.get(pair.column());
                    return new FieldGuess(
                            pair.field().key(), column.name(), pair.confidence(), pair.why(), column.examples());
                })
                .toList();
    }

    /** Columns that no field takes. */
    List<String> unused() {
        Set<Integer> used = new HashSet<>();
        taken.values().stream().filter(pair -> pair.field().mapped(kind)).forEach(pair -> used.add(pair.column()));
        List<String> unused = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!used.contains(i)) {
                unused.add(columns.get(i).name());
            }
        }
        return unused;
    }

    private List<Pair> pairs(Arithmetic arithmetic) {
        Optional<Arithmetic.Three> product = arithmetic.product();
        Optional<Arithmetic.Three> sum = arithmetic.sum();
        List<Pair> pairs = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            for (CanonicalField field : CanonicalField.of(kind)) {
                ColumnFacts facts = columns.get(column);
                int fit = facts.fit(field);
                int likeness = Headers.likeness(facts.name(), field);
                String why = likeness >= 100
                        ? "partners call it so"
                        : likeness > 0 ? "its name is like what partners call it" : "";
                int score = likeness * fit / 100;
                if (field == CanonicalField.CURRENCY && fit == 100) {
                    score = Math.max(score, 80);
                    why = likeness > 0 ? why + ", and all values are currencies" : "all values are currencies";
                }
                String numbers = told(field, column, product, sum);
                if (fit > 0 && numbers != null) {
                    score = Math.min(100, Math.max(score, 30) + BY_NUMBERS);
                    why = why.isEmpty() ? numbers : why + ", and " + numbers;
                }
                if (score >= LEAST) {
                    pairs.add(new Pair(field, column, score, why));
                }
            }
        }
        return pairs;
    }

    /** What the numbers say for this pair; null where they say nothing. */
    private String told(
            CanonicalField field, int column, Optional<Arithmetic.Three> product, Optional<Arithmetic.Three> sum) {
        if (product.isPresent()) {
            Arithmetic.Three three = product.get();
            String equation = columns.get(three.first()).name() + " × "
                    + columns.get(three.second()).name() + " = "
                    + columns.get(three.result()).name() + " in the rows";
            boolean factor = column == three.first() || column == three.second();
            if (field == CanonicalField.NET && column == three.result()
                    || factor && (field == CanonicalField.QUANTITY || field == CanonicalField.UNIT_PRICE)) {
                return equation;
            }
        }
        if (sum.isPresent()) {
            Arithmetic.Three three = sum.get();
            String equation = columns.get(three.first()).name() + " + "
                    + columns.get(three.second()).name() + " = "
                    + columns.get(three.result()).name() + " in the rows";
            if (field == CanonicalField.NET && column == three.first()
                    || field == CanonicalField.TAX_AMOUNT && column == three.second()
                    || field == CanonicalField.GROSS && column == three.result()) {
                return equation;
            }
        }
        return null;
    }

    private void assign(List<Pair> pairs) {
        Set<Integer> used = new HashSet<>();
        pairs.stream()
                .sorted(Comparator.comparing(Pair::confidence)
                        .reversed()
                        .thenComparing(Pair::field)
                        .thenComparing(Pair::column))
                .forEach(pair -> {
                    if (!taken.containsKey(pair.field()) && used.add(pair.column())) {
                        taken.put(pair.field(), pair);
                    }
                });
    }
}
