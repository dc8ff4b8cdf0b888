/**
 * TM Forum resources that are read, created, changed and deleted: each is a {@link
 * io.billinghub.api.tmf630.resource.TmfResource} that says what it is and how it stands in the database; routes, rights,
 * validation, merge-patch, audit, idempotency and documentation are here, once for all of them.
 *
 * <p>Guarantees: a change, its audit row, its event and the answer kept for its {@code Idempotency-Key} are one transaction. Attributes
 * that the hub does not interpret are kept as they came and are given back.
 */
package io.billinghub.api.tmf630.resource;
