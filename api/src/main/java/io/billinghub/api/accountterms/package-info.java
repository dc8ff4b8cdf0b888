/** Terms that stand around all price plans of accounts, what accounts bring to them, and a preview of both. */
package io.billinghub.api.accountterms;
