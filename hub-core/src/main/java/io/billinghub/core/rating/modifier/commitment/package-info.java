/** Commitments over several billing periods and what is charged where they are not reached. */
package io.billinghub.core.rating.modifier.commitment;
