/** Reads and rates usage, in the caller's transaction. */
package io.billinghub.core.consumption.application;
