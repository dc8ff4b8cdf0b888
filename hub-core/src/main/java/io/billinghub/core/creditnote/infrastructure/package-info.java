/** Credit notes in PostgreSQL. */
package io.billinghub.core.creditnote.infrastructure;
