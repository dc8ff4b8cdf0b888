package io.billinghub.core.rating.model;

import io.billinghub.core.rating.metering.Percentile;
import io.billinghub.core.rating.metering.UsageEvent;
import java.math.BigDecimal;
import java.util.List;

/**
 * The price of the highest sample of the period, or of a percentile of its samples; each event is a sample.
 *
 * @param percentile null for the highest sample
 * @param model prices it
 */
public record Capacity(Percentile percentile, ChargeModel model) implements ChargeModel {
    /** Refuses a model that needs more than a quantity. */
    public Capacity {
        ChargeModel.requireInner(model, "model");
    }

    @Override
    public Needs needs() {
        return Needs.EVENTS;
    }

    @Override
    public Rated rateMagnitude(RatingInput input) {
        List<UsageEvent> samples = input.measured(Measured.Events.class, "capacity needs each sample")
                .events();
        String statistic = percentile == null ? "max" : "P" + Wording.plain(percentile.rank());
        String label = statistic + " (n = " + samples.size() + ")";
        return Rated.of(
                input.currency(),
                model.rate(input.of(measure(samples))).steps().stream()
                        .map(step -> step.labelled(label))
                        .toList());
    }

    /** The sample that is priced; zero where there is none. */
    public BigDecimal measure(List<UsageEvent> samples) {
        List<BigDecimal> quantities = samples.stream().map(UsageEvent::quantity).toList();
        return percentile == null
                ? quantities.stream().max(BigDecimal::compareTo).orElse(BigDecimal.ZERO)
                : percentile.of(quantities);
    }

    /** Never asked: the steps are those of the inner model. */
    @Override
    public String describe(RatedStep step) {
        return step.sentence();
    }

    @Override
    public StepKind kind(RatedStep step) {
        return step.kind();
    }
}
