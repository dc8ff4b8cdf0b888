/**
 * Notifications in PostgreSQL, Kafka and HTTP.
 *
 * <p>Guarantees: an event is queued for a listener once, however often Kafka delivers it, since the inbox and the key (listener,
 * event) stand in the way; what is queued is sent until the listener takes it or it is given up, whatever process dies in
 * between; a delivery that was sent but not yet noted is sent again with the same event id. Events go to a listener one after
 * another in the order of the queue, as long as it takes them; one that it refuses does not hold the others back for good.
 */
package io.billinghub.core.notification.infrastructure;
