/** Bills in PostgreSQL. */
package io.billinghub.core.invoice.infrastructure;
