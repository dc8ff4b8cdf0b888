package io.billinghub.core.tax.model;

import java.time.LocalDate;

/**
 * Days of a supply that bear one tax.
 *
 * @param to the day after the last one
 */
public record TaxedDays(LocalDate from, LocalDate to, TaxDecision decision) {}
