package io.billinghub.core.rating.modifier.credit;

/** What prepaid money may pay. */
public enum CreditReach {
    /** At most the net amount, which it lowers, and with it the tax: a discount that was paid for. */
    NET,
    /**
     * Net amount and tax; it is a payment and leaves both as they are. It comes after all that lowers the net amount. The
     * tax is reckoned and rounded by line; where the bill, which rounds tax by sum, comes to less, the difference stays with
     * the credit: the caller caps what was paid at what is due.
     */
    NET_AND_TAX
}
