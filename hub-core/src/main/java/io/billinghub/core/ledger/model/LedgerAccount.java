package io.billinghub.core.ledger.model;

/** The accounts of the ledger, as {@code ledger_entry.account} names them. */
public enum LedgerAccount {
    /** What a customer owes; the party is the customer. */
    CUSTOMER_RECEIVABLE,
    /** What the tenant owes a partner; the party is the partner. */
    PARTNER_PAYABLE,
    /** What a resold product has cost; the party is who gets it. */
    PARTNER_COST,
    /** What the CSP earns by its own products, its part of resold ones and its commission on agency sales. */
    CSP_REVENUE,
    /** What the marketplace earns by other parties' products; the party is the marketplace. */
    MARKETPLACE_COMMISSION,
    /** What is collected for a partner that sells in its own name, until it is shared; the party is the seller. */
    AGENCY_CLEARING,
    /** VAT that the CSP owes on what it sells in its own name; the entry's detail is the rate. */
    OUTPUT_VAT,
    /** What rounding has left over. */
    ROUNDING_DIFFERENCE,
    /** The other side of opening balances: what the books of the former billing system hand over. */
    MIGRATION_CLEARING
}
