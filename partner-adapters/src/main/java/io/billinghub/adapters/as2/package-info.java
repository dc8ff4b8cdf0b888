/**
 * Documents that come by AS2 (RFC 4130), signed and, unless the descriptor says otherwise, encrypted. The partner's certificate stands for a
 * login: whoever has its key sends documents of that adapter and can do nothing else. The receipt (MDN) is made when the document is
 * stored, and goes back in the answer.
 */
package io.billinghub.adapters.as2;
