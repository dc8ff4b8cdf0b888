/**
 * The embedded PostgreSQL, Kafka and Keycloak: one supervisor process per data folder starts what the attached
 * processes want, restarts what dies, and stops everything a few seconds after the last of them has ended.
 *
 * <p>Start with {@link io.billinghub.embedded.services.EmbeddedServices#attach}. Who is attached stands as one file per
 * process under {@code services/attached}; the lock {@code services/supervisor.lock} is the only proof that a
 * supervisor lives; what runs stands in {@code services/services.json}.
 */
package io.billinghub.embedded.services;
