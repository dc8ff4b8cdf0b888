/**
 * Apache Parquet with flat columns, as clouds export their costs: rows of text for the mapping of flat documents. A row group is read at a
 * time, and no page unfolds to more than it may.
 */
package io.billinghub.adapters.format.parquet;
