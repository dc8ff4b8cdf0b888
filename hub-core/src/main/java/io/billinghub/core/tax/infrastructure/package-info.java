/** Tables of tax in PostgreSQL. */
package io.billinghub.core.tax.infrastructure;
