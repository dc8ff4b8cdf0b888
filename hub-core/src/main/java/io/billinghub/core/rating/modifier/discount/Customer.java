package io.billinghub.core.rating.modifier.discount;

import io.billinghub.core.rating.modifier.Checks;
import java.util.List;

/**
 * What discounts ask of the account.
 *
 * @param account its key
 * @param groups keys of the groups that it is in
 * @param segment key of its segment; null if it has none
 * @param coupons codes of the coupons that it has handed in
 */
public record Customer(String account, List<String> groups, String segment, List<String> coupons) {
    /** Refuses an account without key. */
    public Customer {
        Checks.text(account, "account");
        groups = Checks.list(groups);
        coupons = Checks.list(coupons);
    }
}
