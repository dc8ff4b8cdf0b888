/**
 * The customer bill on paper: an HTML template filled with ready-made texts and set as PDF/A-2b with embedded fonts. Pure: no
 * clock, no I/O besides the class path; dates and identifier of the file come from the bill, so the same bill gives the same
 * bytes. Numbers and dates follow the bill's language by our own patterns, because those of the JDK change with its version.
 */
package io.billinghub.core.billprint;
