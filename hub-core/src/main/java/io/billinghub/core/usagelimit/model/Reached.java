package io.billinghub.core.usagelimit.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/**
 * That a threshold was reached.
 *
 * @param threshold in percent
 * @param used how much it was when it was seen
 * @param periodFrom first day of the billing period
 * @param periodTo the day after its last one
 */
public record Reached(
        BigDecimal threshold, BigDecimal used, LocalDate periodFrom, LocalDate periodTo, Instant reachedAt) {}
