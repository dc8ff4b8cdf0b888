package io.billinghub.core.tax.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * Days of a supply that bear one tax.
 *
 * @param to the day after the last one
 */
public record TaxedDays(LocalDate from, LocalDate to, TaxDecision decision) {

    /** How many days these are. */
    public BigDecimal count() {
        return BigDecimal.valueOf(ChronoUnit.DAYS.between(from, to));
    }
}
