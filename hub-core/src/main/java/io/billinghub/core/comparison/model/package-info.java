/** Figures of a comparison. Pure. */
package io.billinghub.core.comparison.model;
