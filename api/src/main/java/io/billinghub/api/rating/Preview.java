package io.billinghub.api.rating;

import io.billinghub.core.rating.model.RatedStep;
import io.billinghub.core.rating.plan.PricePlan;
import io.billinghub.core.rating.plan.RatedLine;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a plan makes of quantities or usage.
 *
 * @param plan its key
 * @param amount the sum of the lines as a bill rounds them, to the currency's minor unit
 */
public record Preview(
        @Schema(examples = "mobile-data") String plan,
        @Schema(examples = "EUR") String currency,
        @Schema(examples = "65.00") BigDecimal amount,
        List<Line> lines) {

    public Preview {
        lines = List.copyOf(lines);
    }

    /**
     * One line.
     *
     * @param dimensions the combination of values that it is about; empty where the plan has no groups
     * @param quantity in the plan's unit
     * @param events how many usage events it is made of
     * @param exact not rounded
     * @param amount rounded half up to the currency's minor unit, as on a bill
     * @param explanation steps that add up to the exact amount, for people
     */
    public record Line(
            Map<String, String> dimensions,
            @Schema(examples = "137.5") BigDecimal quantity,
            @Schema(examples = "GB") String unit,
            long events,
            @Schema(examples = "65.000") BigDecimal exact,
            @Schema(examples = "65.00") BigDecimal amount,

            @Schema(examples = "first 100 GB at 0.50 EUR = 50.00")
            List<String> explanation) {

        public Line {
            dimensions = Map.copyOf(dimensions);
            explanation = List.copyOf(explanation);
        }
    }

    static Preview of(PricePlan plan, List<RatedLine> rated) {
        List<Line> lines = rated.stream().map(line -> line(plan, line)).toList();
        BigDecimal sum = lines.stream().map(Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        return new Preview(
                plan.key(),
                plan.currency().getCode(),
                sum.setScale(plan.currency().getDecimalPlaces(), RoundingMode.UNNECESSARY),
                lines);
    }

    private static Line line(PricePlan plan, RatedLine line) {
        BigDecimal exact = line.rated().amount().getAmount();
        return new Line(
                line.dimensions(),
                line.quantity(),
                plan.unit(),
                line.count(),
                exact,
                exact.setScale(plan.currency().getDecimalPlaces(), RoundingMode.HALF_UP),
                line.rated().steps().stream().map(RatedStep::sentence).toList());
    }
}
