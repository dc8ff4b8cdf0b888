/**
 * What accounts have paid for in advance: buckets of money or of units, with validity, priority and scope, and the movements of each.
 *
 * <p>Guarantees: the balance of a bucket is the sum of its movements and never below zero; it changes under the lock of its row only, in
 * the transaction that adds the movement, so that of several who draw at once each finds what the one before has left; movements are
 * added, never changed; what a bill run draws it draws once, however often it is repeated, and gives back when it is cancelled. What usage
 * of a period that is still open costs is reserved: it holds nothing but other systems' deductions back, and is no movement.
 */
package io.billinghub.core.prepaid;
