package io.billinghub.core.invoice.model;

import io.billinghub.core.tax.model.TaxedDays;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a charge that has a line of its own. The parts of a charge add up to its amount and quantity exactly.
 *
 * @param number 1-based among the parts of the charge
 * @param quantity in the unit of the charge
 * @param amount unrounded, in the currency of the charge
 * @param from first day of service
 * @param to the day after the last day of service
 */
public record ChargePart(int number, BigDecimal quantity, BigDecimal amount, LocalDate from, LocalDate to) {

    /** Digits behind the point that a part is cut to, beyond those of the whole; the last part takes what is left. */
    private static final int MORE_DIGITS = 10;

    /** Splits the charge by calendar days. */
    static List<ChargePart> byDays(ChargeToBill charge, List<TaxedDays> days) {
        BigDecimal all = BigDecimal.valueOf(ChronoUnit.DAYS.between(charge.serviceFrom(), charge.serviceTo()));
        BigDecimal quantityLeft = charge.quantity();
        BigDecimal amountLeft = charge.amount();
        List<ChargePart> parts = new ArrayList<>(days.size());
        for (int i = 0; i < days.size(); i++) {
            TaxedDays part = days.get(i);
            boolean last = i == days.size() - 1;
            BigDecimal count = BigDecimal.valueOf(ChronoUnit.DAYS.between(part.from(), part.to()));
            BigDecimal quantity = last ? quantityLeft : share(charge.quantity(), count, all);
            BigDecimal amount = last ? amountLeft : share(charge.amount(), count, all);
            parts.add(new ChargePart(i + 1, quantity, amount, part.from(), part.to()));
            quantityLeft = quantityLeft.subtract(quantity);
            amountLeft = amountLeft.subtract(amount);
        }
        return parts;
    }

    private static BigDecimal share(BigDecimal whole, BigDecimal days, BigDecimal all) {
        return whole.multiply(days)
                .divide(all, Math.max(whole.scale(), 0) + MORE_DIGITS, RoundingMode.HALF_UP)
                .stripTrailingZeros();
    }
}
