package io.billinghub.core.rating.model;

import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.Parts;
import io.billinghub.core.rating.metering.Metric;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.joda.money.BigMoney;

/**
 * The value of an expression over named metrics, for prices that no other model has: shares of savings, outcomes with
 * conditions. See {@link Expression} for what it may hold.
 *
 * @param expression names no metric but those of {@code metrics}
 * @param metrics what is measured, by the name under which the expression knows it; none has groups
 */
public record Formula(Expression expression, SortedMap<String, Metric> metrics) implements ChargeModel {
    private static final int MOST_METRICS = 50;

    /** Refuses more than 50 metrics, names that the expression does not know, or that nobody measures. */
    public Formula {
        Parts.present(expression, "expression");
        Parts.atMost(MOST_METRICS, Parts.present(metrics, "metrics").keySet(), "metrics");
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
        metrics.forEach((name, metric) -> {
            Expression.requireName(name);
            if (!Parts.present(metric, "metrics." + name).groupBy().isEmpty()) {
                throw new IllegalArgumentException("metrics." + name + " must have no groupBy: a name is one number");
            }
        });
        expression.requireNames(metrics.keySet());
    }

    @Override
    public Needs needs() {
        return Needs.metrics(metrics);
    }

    @Override
    public Rated rateMagnitude(RatingInput input) {
        SortedMap<String, BigDecimal> values = input.measured(
                        Measured.Metrics.class, "a formula needs the metrics " + String.join(", ", metrics.keySet()))
                .values();
        for (String name : metrics.keySet()) {
            if (!values.containsKey(name)) {
                throw new IllegalArgumentException("the metric " + name + " was not measured");
            }
        }
        BigDecimal amount = expression.value(values);
        RatedStep step = new RatedStep(
                this,
                0,
                input.quantity().amount(),
                input.quantity().unit(),
                BigDecimal.ZERO,
                Divisor.ONE,
                amount,
                BigMoney.of(input.currency(), amount),
                label(values));
        return Rated.of(input.currency(), List.of(step));
    }

    private String label(Map<String, BigDecimal> values) {
        return metrics.keySet().stream()
                .map(name -> name + " = " + Wording.plain(values.get(name)))
                .collect(Collectors.joining(", "));
    }

    @Override
    public String describe(RatedStep step) {
        return "by formula";
    }

    @Override
    public StepKind kind(RatedStep step) {
        return StepKind.FORMULA;
    }
}
