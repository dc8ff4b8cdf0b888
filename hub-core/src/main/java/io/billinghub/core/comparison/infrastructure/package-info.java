/** Statements that find what is compared; they only read. */
package io.billinghub.core.comparison.infrastructure;
