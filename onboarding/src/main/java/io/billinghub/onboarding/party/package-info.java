/**
 * Parties as people read them. A flat feature on Hibernate Reactive Panache.
 *
 * <p>Guarantees: all access runs in a {@link io.billinghub.onboarding.party.TenantSession}, so row-level security shows the
 * tenant's own parties only. Call on a Vert.x duplicated context, as REST resources and Quarkus tests do.
 */
package io.billinghub.onboarding.party;
