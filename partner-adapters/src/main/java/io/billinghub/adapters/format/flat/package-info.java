/**
 * Flat documents, whatever writes their rows (CSV, fixed width): headers that drift, columns that are expressions, and the
 * bills and the usage that come of them. Rows are read one after the other and none is kept.
 */
package io.billinghub.adapters.format.flat;
