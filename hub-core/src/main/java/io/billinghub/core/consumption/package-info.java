/**
 * What accounts have used so far in a billing period, and what that costs by their price plans.
 *
 * <p>Guarantees: computed from the usage records when asked for, so what intake has answered as accepted is in the next answer; prices are
 * those that a bill run of the period applies; usage that has no price is told without an amount and with the reason.
 */
package io.billinghub.core.consumption;
