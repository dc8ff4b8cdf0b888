/**
 * Price plans as JSON: the form in which people write them, agreements carry them and the database keeps them.
 *
 * <p>{@link io.billinghub.core.rating.infrastructure.PricePlanJson} reads and writes; the JSON Schema on the classpath at
 * {@code /schema/price-plan.schema.json} describes the same form to other tools. What a schema cannot say (tiers rise,
 * only the last is open, dates in order) is refused by the records alone.
 */
package io.billinghub.core.rating.infrastructure;
