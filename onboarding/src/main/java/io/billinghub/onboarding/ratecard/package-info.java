/**
 * Rate cards: price plans as rows of CSV, a row for each price, tier or cell, as price lists are kept by those who make them.
 *
 * <p>Guarantees: what is written is read again as an equal plan; a plan that does not fit into rows is refused, never cut; numbers
 * are exact; a text that a spreadsheet would take for a formula is made harmless when written and is itself again when
 * read. Pure and thread-safe.
 */
package io.billinghub.onboarding.ratecard;
