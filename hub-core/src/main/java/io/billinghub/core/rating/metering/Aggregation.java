package io.billinghub.core.rating.metering;

/** How events become one quantity. Without events each gives zero. */
public enum Aggregation {
    /** The sum of the quantities. */
    SUM,
    /** How many events; one with a negative quantity takes one back. An event of quantity zero is one, too. */
    COUNT,
    /** How many different values of a dimension; values whose events were all taken back do not count. */
    UNIQUE_COUNT,
    /** The largest quantity of an event. */
    MAX,
    /** The quantity of the last event; of several at one instant, that with the last id. */
    LATEST,
    /**
     * Quantity × seconds. A session counts for its time inside of the period; an event without duration is a level that
     * holds until the next one of the same combination, or to the end of the period.
     */
    TIME_WEIGHTED_SUM,
    /** A percentile of the quantities, each event being a sample. */
    PERCENTILE
}
