/**
 * The use case: received, parsed, mapped, validated, and then accepted, quarantined or refused. Two transactions: the raw
 * bytes in the first; lines, findings, status and event together in the second. A crash between them leaves the document
 * RECEIVED, and it is processed again, with the same outcome. A document is read twice: first for its totals and for the
 * customer numbers and products in it, which are looked up in one query each, then line by line into the database, so
 * memory does not grow with the number of lines.
 */
package io.billinghub.adapters.intake;
