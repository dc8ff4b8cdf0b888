/** Reductions by plan for some of a service's periods. */
package io.billinghub.core.rating.modifier.promotion;
