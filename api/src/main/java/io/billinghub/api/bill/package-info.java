/** Bills as the page and operators want them: a plain list with the sellers, and the documents to open. */
package io.billinghub.api.bill;
