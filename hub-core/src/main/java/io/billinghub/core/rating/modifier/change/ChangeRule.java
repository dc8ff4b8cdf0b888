package io.billinghub.core.rating.modifier.change;

/** Which plan and quantity a fee goes by when they change in the middle of a period. */
public enum ChangeRule {
    /** Each by its days. */
    BY_DAY,
    /** What stood on the first day of service goes for all of them. */
    AT_START,
    /** What stands on the last day of service goes for all of them. */
    AT_END
}
