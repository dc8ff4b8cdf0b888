/**
 * Received documents: their raw bytes, kept as they came in pieces of 1 MiB, and what became of them. A document is known by
 * its content: the same bytes from the same partner are the same document.
 */
package io.billinghub.adapters.document;
