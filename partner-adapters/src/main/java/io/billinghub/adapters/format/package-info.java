/**
 * Parsers: from the unpacked file to canonical lines, one by one. CSV, NDJSON, UBL and EDIFACT are streamed; JSON is held
 * whole and so has a limit of its own. Parsers block and compute: they run on worker threads, never on an event loop. A
 * parser reads the same file the same way each time; the intake reads each document twice.
 */
package io.billinghub.adapters.format;
