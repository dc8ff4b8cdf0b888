/** Invoices that are a PDF for people and an XML for machines: Factur-X and ZUGFeRD. */
package io.billinghub.adapters.format.facturx;
