package io.billinghub.core.rating.modifier.credit;

/** What prepaid money may pay. */
public enum CreditReach {
    /** At most the net amount, which it lowers, and with it the tax: a discount that was paid for. */
    NET,
    /**
     * Net amount and tax; it is a payment and leaves both as they are. It comes after all that lowers the net amount. Its tax
     * is reckoned by line and not rounded; what the bill's rounding of tax makes of it the bill settles.
     */
    NET_AND_TAX
}
