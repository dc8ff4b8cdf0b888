/** Keeping, reading and checking documents. */
package io.billinghub.core.archive.application;
