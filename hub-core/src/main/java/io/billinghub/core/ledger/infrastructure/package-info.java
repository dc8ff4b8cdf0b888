/** The ledger in PostgreSQL: all transactions of a batch in one statement, then one check over the batch. */
package io.billinghub.core.ledger.infrastructure;
