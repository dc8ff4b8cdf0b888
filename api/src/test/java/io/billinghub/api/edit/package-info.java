/** Edits that overwrite nobody's change unseen. */
package io.billinghub.api.edit;
