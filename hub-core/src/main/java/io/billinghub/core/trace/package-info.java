/**
 * The way of any cent: from an invoice line back to the rows of the partner's raw document and the explanation of its price,
 * and forward to postings and shares.
 */
package io.billinghub.core.trace;
