/** The files of the archive, and the statements over its index. */
package io.billinghub.core.archive.infrastructure;
