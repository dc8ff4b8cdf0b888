/** Figures of comparisons. */
package io.billinghub.core.comparison.model;
