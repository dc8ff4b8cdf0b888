/**
 * The modifiers in their documented order: first those of a plan, then those of the account (docs/pricing.md).
 *
 * <p>What is kept between periods goes through {@link Memory}, so that a repeated run never counts twice.
 */
package io.billinghub.core.rating.modifier.pricing;
