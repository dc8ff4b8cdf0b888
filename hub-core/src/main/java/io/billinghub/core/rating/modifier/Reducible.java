package io.billinghub.core.rating.modifier;

import io.billinghub.core.rating.model.LocalPeriod;
import java.math.BigDecimal;

/**
 * A line that a reduction may be taken off.
 *
 * @param service its days
 * @param base what a percentage is reckoned of, zero or more
 * @param room what can still be taken off, zero or more
 */
public record Reducible(LocalPeriod service, BigDecimal base, BigDecimal room) {

    /** A line whose percentage is reckoned of what is left of it. */
    public static Reducible left(Priced priced, RatedLine line) {
        return new Reducible(line.item().service(), priced.room(line), priced.room(line));
    }
}
