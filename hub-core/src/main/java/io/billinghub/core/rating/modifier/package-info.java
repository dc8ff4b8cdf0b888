/**
 * What stands around a charge model: allowances, promotions, minimum and maximum spend, commitments, discounts, bundles,
 * loyalty points, prepaid credits, sponsorship, and what follows from a change in the middle of a period.
 *
 * <p>This package holds the words that all of them share: lines, adjustments, scopes, exact splitting. Each modifier has a
 * package of its own; {@code pricing} applies them in the documented order (docs/pricing.md).
 *
 * <p>Pure and immutable: no clock, no I/O, no framework; every type may be shared between threads. Amounts stay unrounded
 * up to the line, see {@link io.billinghub.core.money.Rounding#lineNet}. What lives between billing periods is an
 * explicit record that goes in and comes out; the same input and state always give the same result.
 */
package io.billinghub.core.rating.modifier;
