/** Terms of accounts over HTTP. */
package io.billinghub.api.accountterms;
