/** What is known of a kept document. */
package io.billinghub.core.archive.model;
