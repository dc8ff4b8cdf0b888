package io.billinghub.core.rating.model;

import io.billinghub.core.money.AmountLimit;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/** An unrounded amount and the steps that it is the sum of. Immutable; made from steps only, so the two always agree. */
public final class Rated {
    private final BigMoney amount;
    private final List<RatedStep> steps;

    private Rated(BigMoney amount, List<RatedStep> steps) {
        this.amount = amount;
        this.steps = steps;
    }

    /**
     * The sum of these steps.
     *
     * @param currency that of all steps
     * @param steps at least one
     * @throws io.billinghub.core.money.AmountOutOfLimitException if the sum is larger than the hub takes
     */
    public static Rated of(CurrencyUnit currency, List<RatedStep> steps) {
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("an amount without a step cannot be explained");
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (RatedStep step : steps) {
            if (!step.amount().getCurrencyUnit().equals(currency)) {
                throw new IllegalArgumentException(
                        "a step in " + step.amount().getCurrencyUnit() + " cannot explain an amount in " + currency);
            }
            sum = sum.add(step.amount().getAmount());
        }
        AmountLimit.requireFits(sum, "rated amount");
        return new Rated(BigMoney.of(currency, sum), List.copyOf(steps));
    }

    /** An unrounded amount that no step explains, inside the same limit. */
    static BigMoney amount(CurrencyUnit currency, BigDecimal amount) {
        return BigMoney.of(currency, AmountLimit.requireFits(amount, "rated amount"));
    }

    /** The amount, not rounded. */
    public BigMoney amount() {
        return amount;
    }

    /** The steps in the order in which they are explained; at least one. */
    public List<RatedStep> steps() {
        return steps;
    }

    /**
     * What a customer reads, for example {@code "first 100 GB at 0.50 EUR = 50.00; next 37.5 GB at 0.40 EUR = 15.00"};
     * built at each call.
     */
    public String explanation() {
        return steps.stream().map(RatedStep::sentence).collect(Collectors.joining("; "));
    }

    /** The exact mirror: each step and the amount with the other sign. */
    public Rated reversed() {
        return new Rated(
                amount.negated(), steps.stream().map(RatedStep::reversed).toList());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rated that && amount.equals(that.amount) && steps.equals(that.steps);
    }

    @Override
    public int hashCode() {
        return amount.hashCode();
    }

    @Override
    public String toString() {
        return amount + " (" + explanation() + ")";
    }
}
