package io.billinghub.core.rating.modifier.discount;

import io.billinghub.core.rating.modifier.Priced;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The lines with their discounts.
 *
 * @param priced with the discounts taken off
 * @param coupons how far the account has used each coupon, by code
 */
public record Discounted(Priced priced, Map<String, CouponUse> coupons) {
    /** Keeps a copy of the map, by code. */
    public Discounted {
        coupons = Collections.unmodifiableMap(new TreeMap<>(coupons));
    }
}
