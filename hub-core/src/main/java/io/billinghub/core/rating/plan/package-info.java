/**
 * Price plans, and how the parts of one work together: what is measured, how it is priced, what stands around that, when
 * it is valid.
 *
 * <p>Pure and immutable: no clock, no I/O. {@link io.billinghub.core.rating.plan.PlanCharging} goes the whole way from usage
 * to lines with the plan's modifiers; {@link io.billinghub.core.rating.plan.PlanRating} goes it for plans without;
 * {@link io.billinghub.core.rating.plan.PricePlan} rates what was measured elsewhere.
 */
package io.billinghub.core.rating.plan;
