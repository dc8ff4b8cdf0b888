package io.billinghub.core.rating.model;

/** What a step of an explanation prices, for those who put it into words of another language than {@link RatedStep#sentence()}. */
public enum StepKind {
    /** The part of the quantity in the first of several tiers. */
    FIRST,
    /** The part in a later tier. */
    NEXT,
    /** All of the quantity, at one price. */
    PLAIN,
    /** All of the quantity, at the price of the tier that it falls into. */
    WHOLE,
    /** All of the quantity, for the fee of the tier that it falls into. */
    STAIR,
    /** A percentage, which stands as the unit price, of a base amount. */
    PERCENT,
    /** A percentage of the part in the first of several tiers. */
    FIRST_PERCENT,
    /** A percentage of the part in a later tier. */
    NEXT_PERCENT,
    /** Transactions that cost the least that one may cost. */
    AT_MINIMUM,
    /** Transactions that cost the most that one may cost. */
    AT_MAXIMUM,
    /** What is missing to the least that all may cost. */
    TO_MINIMUM,
    /** What is beyond the most that all may cost; taken off. */
    TO_MAXIMUM,
    /** What the events of usage carry; the unit price is a multiplier. */
    CARRIED,
    /** The value of an expression. */
    FORMULA,
    /** What costs nothing. */
    FREE,
    /** Packages, of which the last may have been begun only; the price base is the size of one. */
    PACKAGES,
    /** Packages that are full; the price base is the size of one. */
    FULL_PACKAGES,
    /** A fee, once. */
    ONE_TIME,
    /** A fee for a whole period. */
    RECURRING,
    /** A fee for some days: the quantity, of those of the price base. */
    DAYS,
    /** A fee for some days on which the service was paused: the quantity, of those of the price base. */
    PAUSED,
    /** The partner's own amount. */
    BY_PARTNER,
    /** What an allowance covers. */
    ALLOWANCE,
    /** What a modifier of the plan adds or takes off, in the plan's own words. */
    MODIFIER,
    /** What was charged for the same usage before; taken off. */
    CHARGED_BEFORE,
    /** Several steps in one, where there are too many to tell; the quantity is their number. */
    MORE
}
