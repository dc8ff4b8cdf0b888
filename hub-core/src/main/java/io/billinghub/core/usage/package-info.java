/**
 * Rating of stored usage by price plans: what bill runs charge, and what others ask about before or after.
 *
 * <p>Guarantees: each record that counts in a period is either in exactly one rated line, left out by a filter of its price
 * plan, or told as not rated with the reason; the order of arrival never changes an amount.
 */
package io.billinghub.core.usage;
