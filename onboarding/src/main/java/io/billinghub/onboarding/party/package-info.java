/**
 * Personal data of natural persons: what is held on one, and its erasure. A flat feature on Hibernate Reactive Panache; parties are otherwise made and changed by the
 * import of master data and the TM Forum APIs.
 *
 * <p>Guarantees: all access runs in a {@link io.billinghub.onboarding.party.TenantSession}, so row-level security shows the
 * tenant's own parties only; one erasure is one transaction. Call on a Vert.x duplicated context, as REST resources and Quarkus tests do.
 */
package io.billinghub.onboarding.party;
