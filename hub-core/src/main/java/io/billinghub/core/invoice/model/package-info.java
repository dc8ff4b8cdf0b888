/**
 * Consolidation as a pure function (many parties' charges to one customer bill with a tax invoice per seller), and what a
 * finished bill says, for those who show it. No clock, no I/O; amounts are rounded at the places that design names and
 * nowhere else: the line, and the tax per (invoice, category, rate) on the sum of its line nets (EN 16931).
 */
package io.billinghub.core.invoice.model;
