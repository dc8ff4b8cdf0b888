/** What a credit note takes back of an invoice, as pure functions. */
package io.billinghub.core.creditnote.model;
