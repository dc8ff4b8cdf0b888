/** Rows of a partner's database, as one flat document per pull. */
package io.billinghub.adapters.transport.jdbc;
