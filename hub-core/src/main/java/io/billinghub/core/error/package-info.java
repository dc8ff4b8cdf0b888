/**
 * How the hub says no: each module has one catalogue, an enum that implements {@link io.billinghub.core.error.ErrorCode};
 * the API renders what is thrown at one edge, as RFC 9457 problems on {@code /hub/v1} and as TMF error bodies on {@code
 * /tmf-api}.
 */
package io.billinghub.core.error;
