package io.billinghub.core.rating.modifier;

import java.util.Objects;
import org.joda.money.BigMoney;

/**
 * One step of an explanation.
 *
 * @param reason which modifier
 * @param amount what it changed in all; a reduction is negative
 */
public record PricingStep(Reason reason, BigMoney amount) {
    /** Refuses a step with a missing part. */
    public PricingStep {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(amount, "amount");
    }

    /** What a customer reads: {@code "Summer discount, 10 % = -12.00 EUR"}; of free quantity the words alone. */
    public String sentence() {
        return reason.kind() == AdjustmentKind.ALLOWANCE ? reason.words() : reason.words() + Words.equalsAmount(amount);
    }
}
