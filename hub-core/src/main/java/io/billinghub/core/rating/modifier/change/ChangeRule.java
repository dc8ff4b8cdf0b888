package io.billinghub.core.rating.modifier.change;

/** Which quantity, and whether a pause, a fee goes by when they change in the middle of a period. */
public enum ChangeRule {
    /** Each by its days. */
    BY_DAY,
    /** What stood on the first day of service goes for all of them: changes count from the next period on. */
    AT_START,
    /** What stands on the last day of service goes for all of them: changes count for the whole period. */
    AT_END
}
