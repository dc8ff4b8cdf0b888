/**
 * Metering: from events of usage to the quantities that are priced.
 *
 * <p>Pure and immutable: no clock, no I/O. Numbers are exact decimals; what has no end is carried to
 * {@value io.billinghub.core.rating.metering.Conversion#DECIMALS} decimal places, away from zero, so that a later rounding
 * half up gives what the exact fraction would have given. The order of events never changes a result. The order of work:
 * filters, the part inside of the period, conversion and rounding of each event where the metric says so, aggregation per
 * combination of dimension values, conversion and rounding of the result.
 */
package io.billinghub.core.rating.metering;
