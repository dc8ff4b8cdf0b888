/**
 * The bill run's benchmark: a tenant seeded with accepted partner lines, one bill run through the API, and beside it a bare
 * COPY of the rows that the run has written. It measures; nothing here decides whether a figure is good enough.
 */
package io.billinghub.embedded.bench;
