package io.billinghub.adapters.shadow;

/** Why a stated amount differs from the agreed one, in the order in which causes are tried. Codes are stable. */
public enum Cause {
    /** The price as it was before the version in force. */
    OLD_PRICE_VERSION,
    /** The price of a version that is not in force yet. */
    FUTURE_PRICE_VERSION,
    /** The whole quantity at the price of its tier, where graduated was agreed. */
    VOLUME_FOR_GRADUATED,
    /** Each part at the price of its tier, where volume was agreed. */
    GRADUATED_FOR_VOLUME,
    /** Tiers that begin one earlier or later. */
    TIER_BOUNDARY,
    /** The minimum spend was left out. */
    MINIMUM_MISSING,
    /** The maximum spend was left out. */
    MAXIMUM_MISSING,
    /** The flat fee of the tiers was left out. */
    FLAT_FEE_MISSING,
    /** What is free was charged. */
    FREE_QUANTITY_MISSING,
    /** A promotion that holds was not given. */
    PROMOTION_MISSING,
    /** A promotion was given that holds no more, or not yet. */
    PROMOTION_EXPIRED,
    /** The days of a part of a period counted in another way. */
    PRORATION,
    /** Blocks rounded in the other direction, or not at all. */
    BLOCK_ROUNDING,
    /** The quantity in another unit, or the size of a block taken wrong. */
    UNIT_OR_BLOCK,
    /** The quantity of another period. */
    OTHER_PERIOD,
    /** Gross taken for net. */
    TAX_INCLUDED,
    /** Converted, where nothing was to be converted. */
    CURRENCY_CONVERSION,
    /** The other sign. */
    SIGN,
    /** Charged twice in one line. */
    COUNTED_TWICE,
    /** The price of a unit was rounded before it was multiplied. */
    ROUNDED_UNIT_PRICE,
    /** A round percentage more or less than agreed. */
    PERCENTAGE,
    /** None of these. */
    UNKNOWN
}
