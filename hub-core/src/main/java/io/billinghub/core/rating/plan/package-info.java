/**
 * Price plans, and how the parts of one work together: what is measured, how it is priced, when that is valid.
 *
 * <p>Pure and immutable: no clock, no I/O. {@link io.billinghub.core.rating.plan.PlanRating} goes the whole way from usage
 * to lines; {@link io.billinghub.core.rating.plan.PricePlan} rates what was measured elsewhere.
 */
package io.billinghub.core.rating.plan;
