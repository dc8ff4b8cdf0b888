/**
 * TMF620 importJob and exportJob: a catalogue is taken in from a file, or written into one, while nobody waits. A job is a row; a
 * process with the role {@code adapters} takes it for the time of its lease. An import is one transaction together with the end of
 * its job: it is done wholly and once, or not at all, also where the process is killed in the midst of it.
 */
package io.billinghub.api.catalog.job;
