/** Price plans as the hub's own resource: read, taken in and given out as JSON and as rate cards. */
package io.billinghub.api.priceplan;
