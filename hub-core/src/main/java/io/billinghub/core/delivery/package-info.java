/**
 * Documents of sent bills on their way to the customers: a preference per account, a queue in PostgreSQL with one row per bill, and the proof
 * of what was handed over. A delivery is queued in the transaction that notes the documents as written. It is handed over at least once: a
 * process that dies between the other side's answer and its own note hands it over again, with the same id.
 */
package io.billinghub.core.delivery;
