/** Buckets and their movements, in PostgreSQL. */
package io.billinghub.core.prepaid.infrastructure;
