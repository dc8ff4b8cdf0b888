/**
 * Usage so far, and what the next bill will be: TMF677, and the hub's own estimate. An account is asked about at a time, with those it
 * pays for; a customer's login asks about its own, a partner's sees usage of its own products.
 */
package io.billinghub.api.consumption;
