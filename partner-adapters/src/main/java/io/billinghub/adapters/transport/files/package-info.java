/** What all servers of files have in common: which files are ready, and what becomes of them once they are stored. */
package io.billinghub.adapters.transport.files;
