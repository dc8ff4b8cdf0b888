package io.billinghub.adapters.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;

/**
 * The head of a partner's bill.
 *
 * @param number the partner's own document number
 * @param currency as stated, or null where the document names none
 * @param periodFrom first day of the period, or null where only the lines have dates
 * @param periodTo first day after the period, or null
 * @param statedNet the partner's own net total, or null
 * @param statedTax the partner's own tax total, or null
 */
public record CanonicalBill(
        String number,
        BillType type,
        String currency,
        LocalDate periodFrom,
        LocalDate periodTo,
        BigDecimal statedNet,
        BigDecimal statedTax) {

    public CanonicalBill {
        Objects.requireNonNull(number, "number");
        Objects.requireNonNull(type, "type");
        if ((periodFrom == null) != (periodTo == null)) {
            throw new IllegalArgumentException("a period needs both its ends");
        }
    }
}
