/** Price plans as the hub's own resource. */
package io.billinghub.api.priceplan;
