/**
 * How documents are fetched, with Camel: scheduled and on demand take the same way. Camel's threads are worker threads; {@link
 * io.billinghub.adapters.transport.WorkerBridge} is the one place where they wait for reactive work. Several processes may
 * pull at once: a document that two of them see is known by its content and taken in once.
 */
package io.billinghub.adapters.transport;
