package io.billinghub.core.reservation.model;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What the usage of one period costs of one bucket.
 *
 * @param bucket its id as clients know it
 * @param accountId {@code billing_account.id} of its account
 * @param period first day of the billing period
 * @param amount more than zero, in the bucket's currency or unit
 */
public record Reserved(String bucket, long accountId, LocalDate period, BigDecimal amount) {}
