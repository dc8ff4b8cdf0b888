package io.billinghub.core.rating.metering;

import io.billinghub.core.rating.Parts;
import java.util.List;

/**
 * What of the usage is measured, and how.
 *
 * @param aggregation how events become one quantity
 * @param unit in which the usage is measured, before it is converted; null is taken as the unit of the plan
 * @param of the dimension whose values a unique count counts; null for all others
 * @param percentile which one; null for all others
 * @param filters all of them must hold; null is taken as none
 * @param groupBy dimensions; each combination of their values is measured by itself. Null is taken as none
 * @param conversion to the unit that is priced; null is taken as none
 * @param rounding of the quantity; null for none
 * @param atPeriodEnd of sessions; null is taken as {@link AtPeriodEnd#WHOLE}, for a time-weighted sum as
 *     {@link AtPeriodEnd#SPLIT}, which it always is
 */
public record Metric(
        Aggregation aggregation,
        String unit,
        String of,
        Percentile percentile,
        List<Filter> filters,
        List<String> groupBy,
        Conversion conversion,
        QuantityRounding rounding,
        AtPeriodEnd atPeriodEnd) {

    /** To which period a session belongs that goes on beyond the end of one. */
    public enum AtPeriodEnd {
        /** All of it to the period in which it began. */
        WHOLE,
        /** To each period the part inside of it, in proportion to time; rounding per event rounds each part by itself. */
        SPLIT
    }

    /** The sum of all quantities as they are. */
    public static final Metric SUM = new Metric(Aggregation.SUM, null, null, null, null, null, null, null, null);

    private static final int MOST_FILTERS = 50;
    private static final int MOST_GROUPS = 16;

    /** Refuses more than 50 filters or 16 dimensions of groups, and parts that do not belong to the aggregation. */
    public Metric {
        Parts.present(aggregation, "aggregation");
        if (unit != null) {
            Parts.notBlank(unit, "unit");
        }
        requireExactlyFor(Aggregation.UNIQUE_COUNT, aggregation, of, "of");
        if (of != null) {
            Parts.notBlank(of, "of");
        }
        requireExactlyFor(Aggregation.PERCENTILE, aggregation, percentile, "percentile");
        Parts.atMost(MOST_FILTERS, filters, "filters");
        filters = Parts.listOf(filters, "filters");
        Parts.atMost(MOST_GROUPS, groupBy, "groupBy");
        groupBy = Parts.listOf(groupBy, "groupBy");
        groupBy.forEach(dimension -> Parts.notBlank(dimension, "a dimension of groupBy"));
        Parts.distinct(groupBy, "groupBy");
        conversion = conversion == null ? Conversion.NONE : conversion;
        boolean weighted = aggregation == Aggregation.TIME_WEIGHTED_SUM;
        if (weighted && atPeriodEnd == AtPeriodEnd.WHOLE) {
            throw new IllegalArgumentException(
                    "a time-weighted sum counts the time inside of the period: atPeriodEnd must be SPLIT or left out");
        }
        atPeriodEnd = atPeriodEnd != null ? atPeriodEnd : weighted ? AtPeriodEnd.SPLIT : AtPeriodEnd.WHOLE;
        boolean each = rounding != null && rounding.per() == QuantityRounding.Per.EVENT;
        if (each && (weighted || aggregation == Aggregation.COUNT || aggregation == Aggregation.UNIQUE_COUNT)) {
            throw new IllegalArgumentException(
                    "the quantity of an event has no part in " + aggregation + ": rounding must be per SUM");
        }
    }

    private static void requireExactlyFor(Aggregation only, Aggregation given, Object part, String name) {
        if ((part != null) != (only == given)) {
            throw new IllegalArgumentException(
                    part == null ? name + " is missing, " + only + " needs it" : name + " is for " + only + " alone");
        }
    }

    /** The same, measured for each combination of these dimensions. */
    public Metric groupedBy(List<String> dimensions) {
        return new Metric(aggregation, unit, of, percentile, filters, dimensions, conversion, rounding, atPeriodEnd);
    }

    /** Whether conversion and rounding are done event by event. */
    boolean roundsEachEvent() {
        return rounding != null && rounding.per() == QuantityRounding.Per.EVENT;
    }
}
