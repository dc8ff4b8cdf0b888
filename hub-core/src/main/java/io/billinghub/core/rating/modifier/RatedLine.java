package io.billinghub.core.rating.modifier;

import io.billinghub.core.rating.model.Quantity;
import java.util.Objects;
import org.joda.money.BigMoney;

/**
 * A line on its way to the bill. Modifiers never change its amount; they stand beside it as {@link Adjustment}s.
 *
 * @param item what is charged
 * @param quantity how much of it
 * @param amount unrounded, without tax; negative for what is given back
 * @param words what a customer reads besides the product; may be empty
 */
public record RatedLine(ChargedItem item, Quantity quantity, BigMoney amount, String words) {
    /** Refuses a line with a missing part. */
    public RatedLine {
        Objects.requireNonNull(item, "item");
        Objects.requireNonNull(quantity, "quantity");
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(words, "words");
    }

    /** The id of its item. */
    public String id() {
        return item.id();
    }

    /** The same line with another amount. */
    public RatedLine withAmount(BigMoney other) {
        return new RatedLine(item, quantity, other, words);
    }
}
