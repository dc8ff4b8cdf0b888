/** Discounts of an account: for products, accounts, groups, segments and coupons, with order, stacking and caps. */
package io.billinghub.core.rating.modifier.discount;
