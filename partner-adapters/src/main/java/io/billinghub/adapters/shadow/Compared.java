package io.billinghub.adapters.shadow;

import io.billinghub.core.rating.model.ChargeModel;
import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.modifier.pricing.PlanModifiers;
import io.billinghub.core.rating.plan.PricePlan;
import io.billinghub.core.rating.plan.StoredPlan;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A billed amount that is not the agreed one.
 *
 * @param agreed the plan in force
 * @param versions other versions of the same price
 * @param expected what the plan gives
 */
record Compared(StoredPlan agreed, List<StoredPlan> versions, Billed billed, BigDecimal expected, Known known) {

    Compared {
        versions = List.copyOf(versions);
    }

    PricePlan plan() {
        return agreed.plan();
    }

    int minorUnits() {
        return plan().currency().getDecimalPlaces();
    }

    /** What a person reads of an amount. */
    String words(BigDecimal amount) {
        return amount.setScale(minorUnits(), RoundingMode.HALF_UP).toPlainString();
    }

    /** What a person reads of the quantity. */
    String quantity() {
        return new Quantity(billed.quantity(), plan().unit()).words();
    }

    /** What another model gives inside of the same plan; empty if it does not fit. */
    Optional<BigDecimal> withModel(ChargeModel model) {
        return with(model, plan().modifiers());
    }

    /** What the same model gives with other terms around it; empty if they do not fit. */
    Optional<BigDecimal> withModifiers(PlanModifiers modifiers) {
        return with(plan().model(), modifiers);
    }

    private Optional<BigDecimal> with(ChargeModel model, PlanModifiers modifiers) {
        return changed(model, modifiers).flatMap(changed -> AgreedAmount.of(changed, billed));
    }

    /** The plan with another model or other terms; empty if they do not fit together. */
    Optional<PricePlan> changed(ChargeModel model, PlanModifiers modifiers) {
        PricePlan plan = plan();
        try {
            return Optional.of(new PricePlan(
                    plan.key(),
                    plan.version(),
                    plan.name(),
                    plan.currency(),
                    plan.unit(),
                    null,
                    model,
                    modifiers,
                    plan.validFrom(),
                    plan.validTo()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What the plan gives for another quantity. */
    Stream<BigDecimal> of(BigDecimal quantity) {
        return AgreedAmount.of(plan(), billed.of(quantity)).stream();
    }
}
