/** Edits that overwrite nobody's change unseen: {@code ETag} and {@code If-Match}. */
package io.billinghub.api.edit;
