/**
 * Outbox and inbox in PostgreSQL, and the relay from the outbox to Kafka.
 *
 * <p>Guarantees: an event is told if, and only if, its transaction commits; it is told at least once; events of one key,
 * written in one transaction or in transactions that follow one another, are told in that order. Rows are found by their
 * status, so one that commits late is told late, but never forgotten. While Kafka is out of reach events wait.
 */
package io.billinghub.core.event.infrastructure;
