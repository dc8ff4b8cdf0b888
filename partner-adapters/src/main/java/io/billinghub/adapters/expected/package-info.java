/**
 * The calendar of documents that partners are to send: what is due, came, is late or missing. What is due follows from the adapter's
 * descriptor and the clock in the tenant's time zone, and is computed whenever it is asked for; only what was told of it is stored.
 */
package io.billinghub.adapters.expected;
