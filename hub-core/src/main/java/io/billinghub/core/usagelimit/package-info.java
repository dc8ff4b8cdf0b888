/**
 * Limits that accounts set themselves, or are set, for what they use or spend on usage in a billing period. Nothing is stopped: when usage
 * reaches a threshold of a limit, an event tells it.
 *
 * <p>Guarantees: a threshold is told once per limit, billing period and value of the limit, however many processes look and wherever one is
 * killed; what was taken in is looked at after its transaction, so intake never waits for it; usage that is taken back un-tells nothing.
 */
package io.billinghub.core.usagelimit;
