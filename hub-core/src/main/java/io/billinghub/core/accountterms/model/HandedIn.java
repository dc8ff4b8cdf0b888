package io.billinghub.core.accountterms.model;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * A coupon that an account has handed in.
 *
 * @param rowId {@code account_coupon.id}
 * @param day of handing in, in the time zone of the cycle
 * @param by user name or client id
 * @param withdrawnOn day of taking back, in the same zone; null where it was not
 */
public record HandedIn(long rowId, UUID id, String code, LocalDate day, Instant at, String by, LocalDate withdrawnOn) {}
