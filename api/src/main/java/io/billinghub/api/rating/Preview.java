package io.billinghub.api.rating;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.billinghub.core.rating.infrastructure.PlanStateJson;
import io.billinghub.core.rating.model.Rated;
import io.billinghub.core.rating.model.RatedStep;
import io.billinghub.core.rating.modifier.Adjustment;
import io.billinghub.core.rating.plan.AddedLine;
import io.billinghub.core.rating.plan.ChargedLine;
import io.billinghub.core.rating.plan.PlanCharged;
import io.billinghub.core.rating.plan.PricePlan;
import io.billinghub.core.rating.plan.RatedLine;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a plan makes of quantities or usage.
 *
 * @param plan its key
 * @param amount the sum of the lines as a bill rounds them, to the currency's minor unit
 * @param added lines for what is missing up to a minimum spend or a commitment; only where there are any
 * @param modifiers what the plan's modifiers did, for people; only where they did something
 * @param state what is given with the next period, as JSON; only of a plan with modifiers
 */
public record Preview(
        @Schema(examples = "mobile-data") String plan,
        @Schema(examples = "EUR") String currency,
        @Schema(examples = "65.00") BigDecimal amount,
        List<Line> lines,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Added> added,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> modifiers,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonRawValue @Schema(implementation = Object.class)
        String state) {

    public Preview {
        lines = List.copyOf(lines);
        added = List.copyOf(added);
        modifiers = List.copyOf(modifiers);
    }

    /**
     * One line.
     *
     * @param dimensions the combination of values that it is about; empty where the plan has no groups
     * @param quantity in the plan's unit
     * @param free how much of the quantity an allowance covered; only of a plan with modifiers
     * @param events how many usage events it is made of
     * @param exact not rounded, after the adjustments
     * @param amount rounded half up to the currency's minor unit, as on a bill
     * @param explanation steps that add up to the exact amount before the adjustments, for people
     * @param adjustments by promotions and a maximum spend; only where there are any
     */
    public record Line(
            Map<String, String> dimensions,
            @Schema(examples = "137.5") BigDecimal quantity,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(examples = "5")
            BigDecimal free,

            @Schema(examples = "GB") String unit,
            long events,
            @Schema(examples = "65.000") BigDecimal exact,
            @Schema(examples = "65.00") BigDecimal amount,

            @Schema(examples = "first 100 GB at 0.50 EUR = 50.00")
            List<String> explanation,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Change> adjustments) {

        public Line {
            dimensions = Map.copyOf(dimensions);
            explanation = List.copyOf(explanation);
            adjustments = List.copyOf(adjustments);
        }
    }

    /**
     * What a modifier adds to a line; a reduction is negative.
     *
     * @param modifier its key
     * @param words for people, without the amount
     * @param exact not rounded
     */
    public record Change(
            @Schema(examples = "welcome") String modifier,
            @Schema(examples = "PROMOTION") String kind,
            @Schema(examples = "Welcome, 20 %") String words,
            @Schema(examples = "-13.000") BigDecimal exact) {}

    /**
     * A line that no usage stands behind.
     *
     * @param modifier the key of the one that added it
     * @param kind TRUE_UP or SHORTFALL
     * @param words for people, without the amount
     * @param quantity what is missing of a committed quantity, else one
     * @param exact not rounded
     * @param amount rounded half up to the currency's minor unit, as on a bill
     */
    public record Added(
            @Schema(examples = "minimum") String modifier,
            @Schema(examples = "TRUE_UP") String kind,

            @Schema(examples = "Monthly minimum: at least 80.00 EUR, charged 65.00 EUR")
            String words,

            @Schema(examples = "1") BigDecimal quantity,
            @Schema(examples = "true-up") String unit,
            @Schema(examples = "15.00") BigDecimal exact,
            @Schema(examples = "15.00") BigDecimal amount) {}

    static Preview of(PricePlan plan, List<RatedLine> rated) {
        return of(plan, rated.stream().map(line -> line(plan, line)).toList(), List.of(), List.of(), null);
    }

    static Preview of(PricePlan plan, PlanCharged charged) {
        return of(
                plan,
                charged.lines().stream().map(line -> line(plan, line)).toList(),
                charged.added().stream().map(line -> added(plan, line)).toList(),
                charged.explanation(),
                PlanStateJson.write(charged.memory()));
    }

    private static Preview of(
            PricePlan plan, List<Line> lines, List<Added> added, List<String> modifiers, String state) {
        BigDecimal sum = Stream.concat(
                        lines.stream().map(Line::amount), added.stream().map(Added::amount))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return new Preview(
                plan.key(),
                plan.currency().getCode(),
                sum.setScale(plan.currency().getDecimalPlaces(), RoundingMode.UNNECESSARY),
                lines,
                added,
                modifiers,
                state);
    }

    private static Line line(PricePlan plan, RatedLine line) {
        BigDecimal exact = line.rated().amount().getAmount();
        return new Line(
                line.dimensions(),
                line.quantity(),
                null,
                plan.unit(),
                line.count(),
                exact,
                rounded(plan, exact),
                steps(line.rated()),
                List.of());
    }

    private static Line line(PricePlan plan, ChargedLine line) {
        BigDecimal exact = line.amount().getAmount();
        return new Line(
                line.dimensions(),
                line.quantity(),
                line.free(),
                plan.unit(),
                line.count(),
                exact,
                rounded(plan, exact),
                steps(line.rated()),
                line.adjustments().stream().map(Preview::change).toList());
    }

    private static Change change(Adjustment adjustment) {
        return new Change(
                adjustment.reason().key(),
                adjustment.reason().kind().name(),
                adjustment.reason().words(),
                adjustment.amount().getAmount());
    }

    private static Added added(PricePlan plan, AddedLine line) {
        BigDecimal exact = line.amount().getAmount();
        return new Added(
                line.key(),
                line.kind().name(),
                line.words(),
                line.quantity().amount(),
                line.quantity().unit(),
                exact,
                rounded(plan, exact));
    }

    private static List<String> steps(Rated rated) {
        return rated.steps().stream().map(RatedStep::sentence).toList();
    }

    private static BigDecimal rounded(PricePlan plan, BigDecimal exact) {
        return exact.setScale(plan.currency().getDecimalPlaces(), RoundingMode.HALF_UP);
    }
}
