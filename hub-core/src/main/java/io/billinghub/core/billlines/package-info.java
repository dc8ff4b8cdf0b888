/** The lines of a bill as a table, for a customer's own programs. Pure: the same bill gives the same bytes. */
package io.billinghub.core.billlines;
