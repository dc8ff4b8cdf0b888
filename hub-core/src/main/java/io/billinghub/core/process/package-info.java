/**
 * What this process does: the hub is one deployable, and {@code hub.roles} says which parts of it run here. Code that works
 * in the background asks {@link io.billinghub.core.process.Roles} before it starts.
 */
package io.billinghub.core.process;
