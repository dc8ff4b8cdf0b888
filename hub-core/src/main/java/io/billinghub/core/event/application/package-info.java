/** Ports of the outbox and the inbox: both work inside of the caller's transaction. */
package io.billinghub.core.event.application;
