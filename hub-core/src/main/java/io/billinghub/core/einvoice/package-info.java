/**
 * Each tax invoice of a bill as an electronic invoice: UBL 2.1 and UN/CEFACT CII, EN 16931, Peppol BIS Billing 3. Pure: no
 * clock, no I/O, the same bill gives the same bytes. Nothing is written before
 * {@link io.billinghub.core.einvoice.InvoiceArithmetic} found every sum exact, because EN 16931 itself lets a VAT amount be off
 * by almost 1.00 and a line by 0.02.
 */
package io.billinghub.core.einvoice;
