/**
 * {@code Idempotency-Key} on POST: a repeated request answers what the first one did. The answer is kept with the hash of
 * its request in the transaction of the effect, so there is never one without the other, and two requests with one key at
 * once wait for each other. Keys belong to a client of a tenant.
 */
package io.billinghub.api.idempotency;
