/**
 * How documents are fetched: one package per transport, found by its name in {@link
 * io.billinghub.adapters.transport.PullTransports}. A transport knows its protocol and nothing of leases, schedules and tables: it
 * gives documents to a {@link io.billinghub.adapters.transport.PullSession} and does away with them on the partner's side only
 * when the session has stored them. Each connection goes to an address that the egress rule has judged. {@link
 * io.billinghub.adapters.transport.WorkerBridge} is the one place where blocking threads wait for reactive work.
 */
package io.billinghub.adapters.transport;
