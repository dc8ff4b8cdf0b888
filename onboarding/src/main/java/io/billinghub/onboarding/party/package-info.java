/**
 * Parties as people read and edit them. A flat feature on Hibernate Reactive Panache.
 *
 * <p>Guarantees: all access runs in a {@link io.billinghub.onboarding.party.TenantSession}, so row-level security
 * shows the tenant's own parties only; an edit names the version that it is based on and leaves an audit row with before
 * and after in the same transaction. Call on a Vert.x duplicated context, as REST resources and Quarkus tests do.
 */
package io.billinghub.onboarding.party;
