/**
 * Documents that partners' systems send in SOAP envelopes, 1.1 or 1.2: the one element of the body is the document, or carries it in
 * Base64 or as an attachment (MTOM). The sender's token is judged before, as for any other call of the API.
 */
package io.billinghub.adapters.soap;
