/**
 * How much one client may ask: token buckets in the memory of each process, one per login and, before it is known who asks, one
 * per address. The number of buckets is bounded; of those that fell out the next request finds a full one.
 */
package io.billinghub.api.ratelimit;
