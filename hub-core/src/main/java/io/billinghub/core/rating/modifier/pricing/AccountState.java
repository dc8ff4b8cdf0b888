package io.billinghub.core.rating.modifier.pricing;

import io.billinghub.core.rating.modifier.Checks;
import io.billinghub.core.rating.modifier.commitment.CommitmentState;
import io.billinghub.core.rating.modifier.credit.Credit;
import io.billinghub.core.rating.modifier.discount.CouponUse;
import io.billinghub.core.rating.modifier.loyalty.PointLot;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an account keeps between periods.
 *
 * @param commitments how far each commitment has got, by key
 * @param coupons how far each coupon has been used, by code
 * @param points loyalty points
 * @param credits prepaid credits and packs with what is left of them
 * @param sponsored what each sponsorship has paid for the account, by key
 */
public record AccountState(
        Map<String, CommitmentState> commitments,
        Map<String, CouponUse> coupons,
        List<PointLot> points,
        List<Credit> credits,
        Map<String, BigDecimal> sponsored) {
    /** Before the first period, with nothing prepaid. */
    public static final AccountState START = new AccountState(null, null, null, null, null);

    /** Takes what is left out as empty. */
    public AccountState {
        commitments = sorted(commitments);
        coupons = sorted(coupons);
        points = Checks.list(points);
        credits = Checks.list(credits);
        sponsored = sorted(sponsored);
    }

    private static <V> Map<String, V> sorted(Map<String, V> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
