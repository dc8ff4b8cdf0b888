/** What is reserved, in PostgreSQL. */
package io.billinghub.core.reservation.infrastructure;
