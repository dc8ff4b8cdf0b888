package io.billinghub.core.rating.modifier.discount;

import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.AdjustmentKind;
import io.billinghub.core.rating.modifier.Checks;
import io.billinghub.core.rating.modifier.LineScope;
import io.billinghub.core.rating.modifier.Reason;
import io.billinghub.core.rating.modifier.Reduction;
import io.billinghub.core.rating.modifier.Validity;
import java.math.BigDecimal;
import org.joda.money.CurrencyUnit;

/**
 * A discount of an account in each billing period.
 *
 * @param key of the modifier; also the order among discounts of the same {@code order}
 * @param name what a customer reads
 * @param order lower ones are taken off first
 * @param reduction a percentage of each line, or an amount for all lines together
 * @param scope on which lines; null is taken as all services
 * @param audience for which accounts; null is taken as all
 * @param coupon the coupon that must be handed in; null if none
 * @param validity days on which it holds; null is taken as always
 * @param cap the most that it takes off in a period; null is without limit
 */
public record Discount(
        String key,
        String name,
        int order,
        Reduction reduction,
        LineScope scope,
        Audience audience,
        Coupon coupon,
        Validity validity,
        BigDecimal cap) {
    /** Refuses a discount with a missing or wrong part. */
    public Discount {
        Checks.text(key, "key");
        Checks.text(name, "name");
        Checks.present(reduction, "reduction");
        scope = Checks.orElse(scope, LineScope.SERVICES);
        audience = Checks.orElse(audience, Audience.ALL);
        validity = Checks.orElse(validity, Validity.ALWAYS);
        Checks.notNegativeIfGiven(cap, "cap");
    }

    /** Whether the account gets it, limits of its coupon aside. */
    boolean isFor(Customer customer) {
        return audience.includes(customer)
                && (coupon == null || customer.coupons().contains(coupon.code()));
    }

    Reason reason(CurrencyUnit currency, LocalPeriod billing) {
        AdjustmentKind kind = coupon == null ? AdjustmentKind.DISCOUNT : AdjustmentKind.COUPON;
        return new Reason(kind, key, name + ", " + reduction.words(currency) + validity.words(billing));
    }
}
