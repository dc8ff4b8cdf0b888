/** Reads usage and rates it, in the caller's transaction. */
package io.billinghub.core.usage.application;
