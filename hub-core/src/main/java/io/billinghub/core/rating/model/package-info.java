/**
 * Price plans and charge models.
 *
 * <p>Pure and immutable: no clock, no I/O, no framework; every type may be shared between threads. Rating never rounds
 * to the minor unit (that is {@link io.billinghub.core.money.Rounding}'s work), builds no text unless its explanation is
 * read, and the amounts of its steps always add up to the rated amount, because the amount is made from them.
 *
 * <p>To add a charge model: write one record that implements {@link ChargeModel}, put its name into {@code permits}, and
 * give it a table under {@code src/test/resources/rating}. Its JSON form follows from its components; a test says what
 * to add to the JSON Schema.
 */
package io.billinghub.core.rating.model;
