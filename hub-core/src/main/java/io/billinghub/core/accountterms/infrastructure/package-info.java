/** Terms to and from JSON, and the statements over them. */
package io.billinghub.core.accountterms.infrastructure;
