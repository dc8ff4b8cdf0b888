package io.billinghub.core.rating.model;

import io.billinghub.core.money.Divisor;
import java.math.BigDecimal;
import java.util.List;
import org.joda.money.BigMoney;

/**
 * The partner's own amount, as it stands, with its own sign; the quantity is information. Whether the amount is what the
 * agreed plan gives is the matter of a validation rule, which rates the same quantity by that plan and compares.
 */
public record PreRated() implements ChargeModel {

    /** As every model, but a negative quantity leaves the sign of the partner's amount as it is. */
    @Override
    public Rated rate(RatingInput input) {
        return rateMagnitude(input);
    }

    @Override
    public Rated rateMagnitude(RatingInput input) {
        BigMoney amount = input.partnerAmount();
        if (amount == null) {
            throw new IllegalArgumentException("a pre-rated line needs the partner's amount");
        }
        Quantity quantity = input.quantity();
        RatedStep step = new RatedStep(
                this, 0, quantity.amount(), quantity.unit(), BigDecimal.ZERO, Divisor.ONE, amount.getAmount(), amount);
        return Rated.of(input.currency(), List.of(step));
    }

    @Override
    public String describe(RatedStep step) {
        return Wording.quantity(step.quantity(), step.unit()) + ", price set by the partner";
    }

    @Override
    public StepKind kind(RatedStep step) {
        return StepKind.BY_PARTNER;
    }
}
