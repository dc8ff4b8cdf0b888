package io.billinghub.core.rating.model;

import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.Parts;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * One tier of blocks.
 *
 * @param size units in one block, greater than zero
 * @param price of one block; may be negative (a bonus)
 * @param blocks how many blocks the tier holds, a whole number greater than zero; null in the last tier, which is open
 */
public record BlockTier(Divisor size, BigDecimal price, BigDecimal blocks) {
    /** Refuses a missing size or price and a number of blocks that is not whole. */
    public BlockTier {
        Parts.present(size, "size");
        Parts.required(price, "price");
        if (blocks != null
                && Parts.positive(blocks, "blocks").stripTrailingZeros().scale() > 0) {
            throw new IllegalArgumentException("blocks must be a whole number, but is " + blocks.toPlainString());
        }
    }

    /** Whether the tier holds the quantity. */
    boolean holds(BigDecimal quantity) {
        return blocks == null || quantity.compareTo(blocks.multiply(size.value())) <= 0;
    }

    BigDecimal blocksFor(BigDecimal quantity, RoundingMode mode) {
        return quantity.divide(size.value(), 0, mode);
    }
}
