package io.billinghub.core.rating.modifier.pricing;

import io.billinghub.core.rating.modifier.Checks;
import io.billinghub.core.rating.modifier.bundle.Bundle;
import io.billinghub.core.rating.modifier.commitment.Commitment;
import io.billinghub.core.rating.modifier.credit.CreditReach;
import io.billinghub.core.rating.modifier.discount.Discount;
import io.billinghub.core.rating.modifier.discount.DiscountRules;
import io.billinghub.core.rating.modifier.loyalty.LoyaltyProgram;
import io.billinghub.core.rating.modifier.spend.SpendLimit;
import io.billinghub.core.rating.modifier.sponsor.Sponsorship;
import java.util.List;

/**
 * What stands around all plans of an account.
 *
 * @param limits minimum and maximum spend of the account, in their order
 * @param commitments of the account, in their order
 * @param discountRules null is taken as {@link DiscountRules#DEFAULT}
 * @param discounts any order; the rules say theirs
 * @param bundles in their order
 * @param loyalty null if there is none
 * @param creditReach what prepaid money may pay; null is taken as {@link CreditReach#NET}
 * @param sponsorships any order; they say their own
 */
public record AccountModifiers(
        List<SpendLimit> limits,
        List<Commitment> commitments,
        DiscountRules discountRules,
        List<Discount> discounts,
        List<Bundle> bundles,
        LoyaltyProgram loyalty,
        CreditReach creditReach,
        List<Sponsorship> sponsorships) {
    /** Nothing but what the account has prepaid. */
    public static final AccountModifiers NONE = new AccountModifiers(null, null, null, null, null, null, null, null);

    /** Refuses limits and commitments that do not say what they charge. */
    public AccountModifiers {
        limits = Checks.list(limits);
        limits.stream()
                .filter(limit -> limit.minimum() != null)
                .forEach(limit -> Checks.present(limit.chargedAs(), "limit " + limit.key() + ": chargedAs"));
        commitments = Checks.list(commitments);
        commitments.forEach(
                commitment -> Checks.present(commitment.chargedAs(), "commitment " + commitment.key() + ": chargedAs"));
        discountRules = Checks.orElse(discountRules, DiscountRules.DEFAULT);
        discounts = Checks.list(discounts);
        bundles = Checks.list(bundles);
        creditReach = Checks.orElse(creditReach, CreditReach.NET);
        sponsorships = Checks.list(sponsorships);
    }
}
