/**
 * What usage that no bill run has priced yet costs of prepaid buckets, and telling that one runs out.
 *
 * <p>Guarantees: what is reserved is reckoned as a bill run draws, from usage so far by its price plans, before what the terms of the account
 * make of it; it is no movement and moves no balance; when a run has priced the period it is gone. That a balance has run low, or out, is
 * told once, by an event in the transaction that finds it, and again only after it was better in between.
 */
package io.billinghub.core.reservation;
