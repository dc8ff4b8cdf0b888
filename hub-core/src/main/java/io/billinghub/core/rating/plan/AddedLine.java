package io.billinghub.core.rating.plan;

import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.modifier.ChargeKind;
import io.billinghub.core.rating.modifier.Checks;
import org.joda.money.BigMoney;

/**
 * A line that no usage stands behind.
 *
 * @param kind {@link ChargeKind#TRUE_UP} or {@link ChargeKind#SHORTFALL}
 * @param key of the modifier that added it
 * @param quantity what is missing of a committed quantity, else one
 * @param amount unrounded
 * @param words what a customer reads, without the amount
 */
public record AddedLine(ChargeKind kind, String key, Quantity quantity, BigMoney amount, String words) {
    /** Refuses a line with a missing part. */
    public AddedLine {
        Checks.present(kind, "kind");
        Checks.text(key, "key");
        Checks.present(quantity, "quantity");
        Checks.present(amount, "amount");
        Checks.text(words, "words");
    }
}
