package io.billinghub.core.rating.modifier;

import java.util.Objects;
import org.joda.money.BigMoney;

/**
 * What a modifier adds to one line; a reduction is negative.
 *
 * @param reason which modifier, in words for a customer
 * @param line id of the line
 * @param bearer key of the party that bears the reduction in settlement; the line's own partner unless the modifier
 *     names others
 * @param amount unrounded
 */
public record Adjustment(Reason reason, String line, String bearer, BigMoney amount) {
    /** Refuses an adjustment with a missing part. */
    public Adjustment {
        Objects.requireNonNull(reason, "reason");
        Checks.text(line, "line");
        Checks.text(bearer, "bearer");
        Objects.requireNonNull(amount, "amount");
    }
}
