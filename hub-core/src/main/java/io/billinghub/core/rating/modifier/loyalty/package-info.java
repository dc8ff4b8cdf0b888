/** Points that are earned by paying and burnt as money. */
package io.billinghub.core.rating.modifier.loyalty;
