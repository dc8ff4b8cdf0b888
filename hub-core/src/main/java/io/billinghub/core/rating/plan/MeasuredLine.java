package io.billinghub.core.rating.plan;

import io.billinghub.core.rating.metering.Measurement;
import io.billinghub.core.rating.model.Measured;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.joda.money.BigMoney;

/**
 * What was measured for one line, before it is rated.
 *
 * @param dimensions name and value of each dimension of the plan's groups
 * @param count how many events it was made of
 * @param quantity in the plan's unit: what the model gets
 * @param shown the quantity of the line: the same, but for a model that prices one of many samples
 * @param measured beyond the quantity; null if nothing was
 * @param partnerAmount what a partner has rated itself, else null
 */
record MeasuredLine(
        SortedMap<String, String> dimensions,
        long count,
        BigDecimal quantity,
        BigDecimal shown,
        Measured measured,
        BigMoney partnerAmount) {

    static MeasuredLine of(SortedMap<String, String> dimensions, long count, BigDecimal quantity, Measured measured) {
        return new MeasuredLine(dimensions, count, quantity, quantity, measured, null);
    }

    /** The quantities of which parts can be free: of each combination of values, or the one. */
    List<BigDecimal> quantities() {
        return measured instanceof Measured.Combinations combinations
                ? combinations.sums().stream().map(Measurement::quantity).toList()
                : List.of(quantity);
    }

    /** The line without what is free of each of its {@link #quantities()}. */
    MeasuredLine less(List<BigDecimal> free) {
        if (!(measured instanceof Measured.Combinations combinations)) {
            return of(dimensions, count, quantity.subtract(free.get(0)), measured);
        }
        List<Measurement> left = new ArrayList<>();
        for (int i = 0; i < free.size(); i++) {
            Measurement sum = combinations.sums().get(i);
            left.add(new Measurement(
                    sum.dimensions(), sum.quantity().subtract(free.get(i)), sum.count(), sum.firstAt(), sum.lastAt()));
        }
        Measured.Combinations rest = new Measured.Combinations(left);
        return of(dimensions, count, rest.quantity(), rest);
    }
}
