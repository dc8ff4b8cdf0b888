/** Requests that nobody would write, made from what the hub says of its own API. */
package io.billinghub.api.fuzz;
