/** Prepaid credits in money and packs of units, and in which order they are drawn. */
package io.billinghub.core.rating.modifier.credit;
