/**
 * The ledger: double entry, append-only. A debit is positive, a credit negative, and the entries of a transaction add up to
 * zero in each currency, or the transaction cannot be made.
 */
package io.billinghub.core.ledger.model;
