/** Terms as they are written, how they fit, and what they come to for one account. Pure. */
package io.billinghub.core.accountterms.model;
