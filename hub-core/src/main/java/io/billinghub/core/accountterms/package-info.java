/**
 * What stands around all price plans of an account: minimum and maximum spend, commitments, discounts, bundles, loyalty points and
 * sponsorships, kept as documents by the marketplace; and what an account brings to them: segment, groups, coupons, points to burn.
 *
 * <p>Guarantees: versions of one document never overlap, and one that has begun is never changed but for its end; the terms of a period
 * are those in force on its first day; coupons and points that come after a period's last day never change that period; nothing here is
 * about persons.
 */
package io.billinghub.core.accountterms;
