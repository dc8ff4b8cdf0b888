/** Rating: from a quantity and a price plan to an amount and its explanation. */
package io.billinghub.core.rating;
