/** Charges that another account pays in whole or in part. */
package io.billinghub.core.rating.modifier.sponsor;
