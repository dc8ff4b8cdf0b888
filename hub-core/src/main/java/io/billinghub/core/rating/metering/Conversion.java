package io.billinghub.core.rating.metering;

import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.Parts;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * From the unit that is measured to the unit that is priced: {@code quantity × multiply ÷ divide}, for example seconds
 * divided by 60 for minutes. A fraction, so that a third of a minute is not a price lost.
 *
 * @param multiply greater than zero; null is taken as 1
 * @param divide null is taken as 1
 */
public record Conversion(BigDecimal multiply, Divisor divide) {
    /** Decimal places to which a quotient without end is carried, away from zero. */
    public static final int DECIMALS = 30;

    /** Changes nothing. */
    public static final Conversion NONE = new Conversion(null, null);

    /** Refuses a factor that is not positive. */
    public Conversion {
        multiply = multiply == null ? BigDecimal.ONE : Parts.positive(multiply, "multiply");
        divide = divide == null ? Divisor.ONE : divide;
    }

    /** The quantity in the unit that is priced. */
    public BigDecimal of(BigDecimal quantity) {
        BigDecimal product = quantity.multiply(multiply);
        if (divide.isOne()) {
            return product.scale() > DECIMALS ? product.setScale(DECIMALS, RoundingMode.UP) : product;
        }
        BigDecimal quotient =
                product.divide(divide.value(), DECIMALS, RoundingMode.UP).stripTrailingZeros();
        return quotient.scale() < 0 ? quotient.setScale(0) : quotient;
    }
}
