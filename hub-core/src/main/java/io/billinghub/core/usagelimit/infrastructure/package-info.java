/** Limits and notes of what was used, in PostgreSQL. */
package io.billinghub.core.usagelimit.infrastructure;
