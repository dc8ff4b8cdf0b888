/** How partners send documents by AS2. */
package io.billinghub.api.as2;
