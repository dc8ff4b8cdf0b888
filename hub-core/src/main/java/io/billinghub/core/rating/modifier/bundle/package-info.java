/** Discounts for having several products together, also of several partners, and who bears them. */
package io.billinghub.core.rating.modifier.bundle;
