/**
 * How partners send documents by SOAP. What is wrong from the envelope on is told as a fault; who has no valid token, or asks too much, is
 * told so as everywhere, before the envelope is read.
 */
package io.billinghub.api.soap;
