/**
 * Who a piece of work is done for. Every access to business rows, reads too, goes through {@link
 * io.billinghub.core.tenancy.TenantTransaction}, which sets the tenant (and, for such logins, the partner or the
 * account) for PostgreSQL's row-level security before the first statement; without it a query sees no row.
 */
package io.billinghub.core.tenancy;
