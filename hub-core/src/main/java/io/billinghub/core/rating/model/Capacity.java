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
        List<BigDecimal> samples =
                input.measured(Measured.Events.class, "capacity needs each sample").events().stream()
                        .map(UsageEvent::quantity)
                        .toList();
        BigDecimal measured = percentile == null
                ? samples.stream().max(BigDecimal::compareTo).orElse(BigDecimal.ZERO)
                : percentile.of(samples);
        String statistic = percentile == null ? "max" : "P" + Wording.plain(percentile.rank());
        String label = statistic + " (n = " + samples.size() + ")";
        return Rated.of(
                input.currency(),
                model.rate(input.of(measured)).steps().stream()
                        .map(step -> step.labelled(label))
                        .toList());
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
