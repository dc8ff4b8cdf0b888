/**
 * The commands of {@code ./hub}: one class each, listed in {@link io.billinghub.embedded.cli.HubCommand}. Results go to
 * standard output, progress and errors to standard error. Exit codes: 0 done, 1 failed, 2 wrong usage.
 */
package io.billinghub.embedded.cli;
