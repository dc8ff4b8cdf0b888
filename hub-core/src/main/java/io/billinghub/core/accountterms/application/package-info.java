/** Changes of terms and of what accounts bring to them, in the caller's transaction, with their audit. */
package io.billinghub.core.accountterms.application;
