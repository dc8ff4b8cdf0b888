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

    /** All of the charge. */
    static ChargePart whole(ChargeToBill charge) {
        return new ChargePart(0, charge.quantity(), charge.amount(), charge.serviceFrom(), charge.serviceTo());
    }

    /** Splits the charge by calendar days. */
    static List<ChargePart> byDays(ChargeToBill charge, List<TaxedDays> days) {
        List<BigDecimal> counts = days.stream().map(TaxedDays::count).toList();
        BigDecimal all = BigDecimal.valueOf(ChronoUnit.DAYS.between(charge.serviceFrom(), charge.serviceTo()));
        List<ChargePart> cut = byWeights(whole(charge), 1, counts, all);
        List<ChargePart> parts = new ArrayList<>(days.size());
        for (int i = 0; i < days.size(); i++) {
            ChargePart part = cut.get(i);
            parts.add(new ChargePart(
                    part.number(),
                    part.quantity(),
                    part.amount(),
                    days.get(i).from(),
                    days.get(i).to()));
        }
        return parts;
    }

    /** Splits it by weights that add up to {@code all}; the days of service are those of the whole. */
    static List<ChargePart> byWeights(ChargePart whole, int first, List<BigDecimal> weights, BigDecimal all) {
        BigDecimal quantityLeft = whole.quantity();
        BigDecimal amountLeft = whole.amount();
        List<ChargePart> parts = new ArrayList<>(weights.size());
        for (int i = 0; i < weights.size(); i++) {
            boolean last = i == weights.size() - 1;
            BigDecimal quantity = last ? quantityLeft : share(whole.quantity(), weights.get(i), all);
            BigDecimal amount = last ? amountLeft : share(whole.amount(), weights.get(i), all);
            parts.add(new ChargePart(first + i, quantity, amount, whole.from(), whole.to()));
            quantityLeft = quantityLeft.subtract(quantity);
            amountLeft = amountLeft.subtract(amount);
        }
        return parts;
    }

    private static BigDecimal share(BigDecimal whole, BigDecimal weight, BigDecimal all) {
        return whole.multiply(weight)
                .divide(all, Math.max(whole.scale(), 0) + MORE_DIGITS, RoundingMode.HALF_UP)
                .stripTrailingZeros();
    }
}
