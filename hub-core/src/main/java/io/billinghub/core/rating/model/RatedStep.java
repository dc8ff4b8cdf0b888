package io.billinghub.core.rating.model;

import io.billinghub.core.money.Divisor;
import java.math.BigDecimal;
import java.util.Objects;
import org.joda.money.BigMoney;

/**
 * One step of an explanation: {@code amount = quantity × unitPrice ÷ priceBase + fee}.
 *
 * <p>Where a division by the price base has no end, the steps together carry its exact sum, so a single step may differ
 * from its own quotient in a digit far behind the minor unit.
 *
 * @param words what the step means: the model that made it, or what was kept of that
 * @param position which step of the model, from 0; for tiers the index of the tier
 * @param quantity the part of the quantity that this step prices; negative in a reversal
 * @param unit what {@code quantity} counts
 * @param unitPrice price of {@code priceBase} units, in the currency of the amount
 * @param priceBase for how many units the unit price stands
 * @param fee what the step adds regardless of its quantity
 * @param amount unrounded
 * @param label which part of the usage it prices, in the words of the plan: dimension values, a time band; empty where
 *     the step needs none
 */
public record RatedStep(
        StepWords words,
        int position,
        BigDecimal quantity,
        String unit,
        BigDecimal unitPrice,
        Divisor priceBase,
        BigDecimal fee,
        BigMoney amount,
        String label) {

    /** Refuses a step with a missing part. */
    public RatedStep {
        Objects.requireNonNull(words, "words");
        Objects.requireNonNull(quantity, "quantity");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(unitPrice, "unitPrice");
        Objects.requireNonNull(priceBase, "priceBase");
        Objects.requireNonNull(fee, "fee");
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(label, "label");
    }

    /** A step without a label. */
    public RatedStep(
            StepWords words,
            int position,
            BigDecimal quantity,
            String unit,
            BigDecimal unitPrice,
            Divisor priceBase,
            BigDecimal fee,
            BigMoney amount) {
        this(words, position, quantity, unit, unitPrice, priceBase, fee, amount, "");
    }

    /** What a customer reads, for example {@code "first 100 GB at 0.50 EUR = 50.00"}; built at each call. */
    public String sentence() {
        String reversed = quantity.signum() < 0 ? "reversed: " : "";
        return (label.isEmpty() ? "" : label + ": ") + reversed + description() + Wording.equalsAmount(amount);
    }

    /** The words of the sentence without label and amount; of a reversal those of what it takes back. */
    public String description() {
        return words.describe(quantity.signum() < 0 ? reversed() : this);
    }

    /** What the step prices; its model says. */
    public StepKind kind() {
        return words.kind(this);
    }

    /** The step with the other sign; of a step that takes back, the one that it takes back. */
    public RatedStep reversed() {
        return new RatedStep(
                words, position, quantity.negate(), unit, unitPrice, priceBase, fee.negate(), amount.negated(), label);
    }

    /** The same step with a difference far behind the minor unit. */
    RatedStep plus(BigDecimal difference) {
        return new RatedStep(
                words, position, quantity, unit, unitPrice, priceBase, fee, amount.plus(difference), label);
    }

    /** The same step of a part of the usage. */
    RatedStep labelled(String part) {
        return new RatedStep(words, position, quantity, unit, unitPrice, priceBase, fee, amount, part);
    }
}
