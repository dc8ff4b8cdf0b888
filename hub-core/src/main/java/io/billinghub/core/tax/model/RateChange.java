package io.billinghub.core.tax.model;

/** What is done with a charge of a period in which the rate of its tax changes. */
public enum RateChange {
    /** All of it bears the rate of its last day: the supply is complete when its period ends. */
    LAST_DAY,
    /** It is split by calendar days into one line for each rate. */
    SPLIT_BY_DAYS
}
