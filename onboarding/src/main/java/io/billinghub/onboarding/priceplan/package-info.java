/**
 * Price plans by themselves: one document or many, taken in by the rules of master data, and read again.
 *
 * <p>Guarantees: all of a request or nothing; the same plans again change nothing; a version that is stored is never changed
 * but for its end. A plan without an offering stands by itself until an offering takes it.
 */
package io.billinghub.onboarding.priceplan;
