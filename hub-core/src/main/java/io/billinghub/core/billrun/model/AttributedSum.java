package io.billinghub.core.billrun.model;

import java.time.LocalDate;

/**
 * What an account was charged, with the run whose terms apply to it.
 *
 * @param period first day of that run's billing period
 * @param run {@code bill_run.id} of that run; 0 for what a later run has corrected of the period
 * @param now whether the present run charges it
 */
public record AttributedSum(LocalDate period, long run, boolean now, ChargedSum sum) {}
