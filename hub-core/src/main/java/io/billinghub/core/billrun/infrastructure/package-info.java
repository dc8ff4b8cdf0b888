/** The set-based SQL of the bill run, named by what it answers; always on the caller's connection. */
package io.billinghub.core.billrun.infrastructure;
