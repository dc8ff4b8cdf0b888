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
 * @param replaces number of the bill that this one takes the place of, its own number for the one that was sent under it before;
 *     empty where the document is a correction that names none; null for an ordinary bill
 */
public record CanonicalBill(
        String number,
        BillType type,
        String currency,
        LocalDate periodFrom,
        LocalDate periodTo,
        BigDecimal statedNet,
        BigDecimal statedTax,
        String replaces) {

    public CanonicalBill {
        Objects.requireNonNull(number, "number");
        Objects.requireNonNull(type, "type");
        if ((periodFrom == null) != (periodTo == null)) {
            throw new IllegalArgumentException("a period needs both its ends");
        }
    }

    /** Whether it takes the place of an earlier one. */
    public boolean restates() {
        return replaces != null;
    }

    /** Whether it takes the place of one that was sent under the same number, if there is one. */
    public boolean restatesItsNumber() {
        return number.equals(replaces);
    }
}
