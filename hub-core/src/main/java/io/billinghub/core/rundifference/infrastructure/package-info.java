/** The set-based SQL of comparing runs; always on the caller's connection. */
package io.billinghub.core.rundifference.infrastructure;
