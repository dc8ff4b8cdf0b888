/**
 * Parsers: from the unpacked file to canonical lines, one by one. CSV, NDJSON, XML and EDI are streamed; JSON and PDF are
 * held whole and so have a limit of their own. Parsers block and compute: they run on worker threads, never on an event loop. A
 * parser reads the same file the same way each time; the intake reads each document twice.
 */
package io.billinghub.adapters.format;
