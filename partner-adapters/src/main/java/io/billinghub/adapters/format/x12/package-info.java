/** ANSI X12 invoices. */
package io.billinghub.adapters.format.x12;
