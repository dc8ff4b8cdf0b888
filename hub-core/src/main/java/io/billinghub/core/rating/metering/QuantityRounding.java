package io.billinghub.core.rating.metering;

import io.billinghub.core.rating.Parts;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Rounding of a quantity to whole increments, for example a call to each started 60 seconds. A negative quantity mirrors;
 * zero stays zero.
 *
 * @param increment greater than zero
 * @param mode of an increment that was begun
 * @param per whether each event is rounded, or their sum once
 * @param minimum the least that a quantity other than zero counts: a call in 30 + 6 has the minimum 30 and the increment
 *     6; null is taken as zero
 */
public record QuantityRounding(BigDecimal increment, Mode mode, Per per, BigDecimal minimum) {

    /** What happens to an increment that was begun. */
    public enum Mode {
        /** It counts. */
        UP(RoundingMode.CEILING),
        /** It does not count. */
        DOWN(RoundingMode.FLOOR),
        /** It counts from its half on. */
        HALF_UP(RoundingMode.HALF_UP);

        private final RoundingMode mode;

        Mode(RoundingMode mode) {
            this.mode = mode;
        }
    }

    /** What is rounded. */
    public enum Per {
        /** Each event by itself, before they are aggregated. */
        EVENT,
        /** What was aggregated, once. */
        SUM
    }

    /** Refuses a missing part and an increment that is not positive. */
    public QuantityRounding {
        Parts.positive(increment, "increment");
        Parts.present(mode, "mode");
        Parts.present(per, "per");
        minimum = Parts.notNegative(minimum, "minimum");
    }

    /** The rounded quantity. */
    public BigDecimal of(BigDecimal quantity) {
        if (quantity.signum() == 0) {
            return quantity;
        }
        BigDecimal magnitude = quantity.abs().max(minimum).subtract(minimum);
        BigDecimal rounded =
                magnitude.divide(increment, 0, mode.mode).multiply(increment).add(minimum);
        return quantity.signum() < 0 ? rounded.negate() : rounded;
    }
}
