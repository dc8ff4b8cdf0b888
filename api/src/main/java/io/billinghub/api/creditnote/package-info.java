/** Credit notes: taking back what an invoice has charged. */
package io.billinghub.api.creditnote;
