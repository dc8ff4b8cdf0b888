package io.billinghub.core.rating.modifier.commitment;

import io.billinghub.core.rating.modifier.Priced;

/**
 * The lines with the shortfall, if one is due, and how far the commitment has got.
 *
 * @param priced with a line of kind SHORTFALL where something is missing
 * @param state for the next period
 */
public record Settled(Priced priced, CommitmentState state) {}
