package io.billinghub.core.rating.modifier.pricing;

import io.billinghub.core.rating.modifier.Checks;
import io.billinghub.core.rating.modifier.Priced;
import io.billinghub.core.rating.modifier.PricingPeriod;
import io.billinghub.core.rating.modifier.discount.CouponUse;
import io.billinghub.core.rating.modifier.discount.Customer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * What one account is priced for.
 *
 * @param priced its lines in the account's currency, with what their plans have made of them ({@link Priced#together})
 * @param period of the account
 * @param customer what discounts ask of it
 * @param productsThere products that it has without a line
 * @param pointsToBurn how many loyalty points it wants to burn; null is taken as zero
 * @param couponsOfOthers how far all other accounts together have used each coupon, by code
 */
public record AccountInput(
        Priced priced,
        PricingPeriod period,
        Customer customer,
        List<String> productsThere,
        BigDecimal pointsToBurn,
        Map<String, CouponUse> couponsOfOthers) {
    /** Refuses an input with a missing part. */
    public AccountInput {
        Checks.present(priced, "priced");
        Checks.present(period, "period");
        Checks.present(customer, "customer");
        productsThere = Checks.list(productsThere);
        pointsToBurn = Checks.notNegative(Checks.orElse(pointsToBurn, BigDecimal.ZERO), "pointsToBurn");
        couponsOfOthers = couponsOfOthers == null ? Map.of() : Map.copyOf(couponsOfOthers);
    }
}
