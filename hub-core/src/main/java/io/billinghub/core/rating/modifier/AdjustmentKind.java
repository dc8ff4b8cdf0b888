package io.billinghub.core.rating.modifier;

/** Why an amount differs from what was rated. */
public enum AdjustmentKind {
    /** Free quantity; it lowers what is rated and has no amount of its own. */
    ALLOWANCE,
    /** A reduction for some periods of a service, by its plan. */
    PROMOTION,
    /** What is missing up to the minimum spend, as a line of its own. */
    TRUE_UP,
    /** What is beyond the maximum spend. */
    MAXIMUM_SPEND,
    /** What is missing up to the commitment, as a line of its own. */
    SHORTFALL,
    /** A reduction by a discount of the account. */
    DISCOUNT,
    /** A reduction by a coupon. */
    COUPON,
    /** A reduction for having several products together. */
    BUNDLE,
    /** A line's net amount brought to whole minor units, before something pays it. */
    ROUNDING,
    /** Points that were burnt. */
    LOYALTY,
    /** Prepaid credit or pack that lowers the net amount. */
    CREDIT,
    /** What another account pays. */
    SPONSORED,
    /** Prepaid credit that pays net and tax: a payment, which leaves the net amount as it is. */
    PAYMENT;

    /** Whether it is a payment of what is due and not a change of the net amount. */
    public boolean isPayment() {
        return this == PAYMENT;
    }
}
