/**
 * Tells other systems what happens here: TMF {@code /hub} listeners and the hub's own webhooks. A use case leaves an event in
 * the outbox; a consumer fans it out into a queue of deliveries, once per listener and event; a worker sends them over HTTP,
 * each listener at its own pace, until they are taken or given up.
 */
package io.billinghub.core.notification;
