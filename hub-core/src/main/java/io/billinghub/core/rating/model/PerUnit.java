package io.billinghub.core.rating.model;

import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.Parts;
import java.math.BigDecimal;
import java.util.List;
import org.joda.money.BigMoney;

/**
 * {@code q × unitPrice ÷ priceBase}. Linear, so corrections may be rated by themselves: the amount for {@code −q} is
 * what {@code q} less costs.
 *
 * @param unitPrice price of {@code priceBase} units; may be negative (a bonus)
 * @param priceBase for how many units the price stands, for example 1000; null is taken as 1
 */
public record PerUnit(BigDecimal unitPrice, Divisor priceBase) implements ChargeModel {
    /** Refuses a missing price. */
    public PerUnit {
        Parts.required(unitPrice, "unitPrice");
        priceBase = priceBase == null ? Divisor.ONE : priceBase;
    }

    @Override
    public Rated rateMagnitude(RatingInput input) {
        BigDecimal quantity = input.quantity().amount();
        BigMoney amount = BigMoney.of(input.currency(), priceBase.into(quantity.multiply(unitPrice)));
        RatedStep step = new RatedStep(
                this, 0, quantity, input.quantity().unit(), unitPrice, priceBase, BigDecimal.ZERO, amount);
        return Rated.of(input.currency(), List.of(step));
    }

    @Override
    public BigMoney amount(RatingInput input) {
        return Rated.amount(
                input.currency(), priceBase.into(input.quantity().amount().multiply(unitPrice)));
    }

    @Override
    public String describe(RatedStep step) {
        return Wording.quantity(step.quantity(), step.unit()) + Wording.at(step);
    }

    @Override
    public StepKind kind(RatedStep step) {
        return StepKind.PLAIN;
    }
}
