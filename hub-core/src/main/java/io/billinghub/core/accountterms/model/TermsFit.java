package io.billinghub.core.accountterms.model;

import io.billinghub.core.rating.model.Proration;
import io.billinghub.core.rating.modifier.AmountOff;
import io.billinghub.core.rating.modifier.ChargedAs;
import io.billinghub.core.rating.modifier.LineScope;
import io.billinghub.core.rating.modifier.Reduction;
import io.billinghub.core.rating.modifier.bundle.Bundle;
import io.billinghub.core.rating.modifier.commitment.Commitment;
import io.billinghub.core.rating.modifier.commitment.Commitment.EarlyEnd;
import io.billinghub.core.rating.modifier.discount.Audience;
import io.billinghub.core.rating.modifier.discount.Coupon;
import io.billinghub.core.rating.modifier.discount.Discount;
import io.billinghub.core.rating.modifier.discount.DiscountRules;
import io.billinghub.core.rating.modifier.loyalty.LoyaltyProgram;
import io.billinghub.core.rating.modifier.spend.SpendLimit;
import io.billinghub.core.rating.modifier.sponsor.Sponsorship;
import io.billinghub.core.rating.plan.MisfitException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.joda.money.CurrencyUnit;

/** Which parts of terms go together. */
final class TermsFit {
    private static final Pattern KEY = Pattern.compile("[a-z0-9._-]{1,64}");
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    /** Not a key, since /hub/v1/account-terms/preview is something else. */
    private static final String PREVIEW = "preview";

    private static final int MOST_OF_A_KIND = 50;
    private static final int MOST_ACCOUNTS = 1_000;
    private static final int MOST_ENTRIES = 100;
    private static final int LONGEST_NAME = 100;

    private final Set<String> keys = new HashSet<>();
    private final Set<String> codes = new HashSet<>();

    private TermsFit() {}

    /** All of a document but its key, name and validity. */
    record Parts(
            Audience audience,
            List<SpendLimit> limits,
            List<Commitment> commitments,
            DiscountRules discountRules,
            List<Discount> discounts,
            List<Bundle> bundles,
            LoyaltyProgram loyalty,
            List<Sponsorship> sponsorships,
            CurrencyUnit currency) {}

    static void requireKey(String key) {
        if (key == null || !KEY.matcher(key).matches()) {
            throw new MisfitException(
                    "key",
                    key == null
                            ? "must be given"
                            : "must be at most 64 small letters, digits, '.', '_' or '-', but is '" + key + "'");
        }
        if (key.equals(PREVIEW)) {
            throw new MisfitException("key", "'" + key + "' is where terms are tried out; take another key");
        }
    }

    static void requireName(String part, String name) {
        int length = name.codePointCount(0, name.length());
        if (length > LONGEST_NAME) {
            throw new MisfitException(part, "has " + length + " characters; allowed are up to " + LONGEST_NAME);
        }
    }

    static void require(Parts parts) {
        new TermsFit().check(parts);
    }

    private void check(Parts parts) {
        audience("audience", parts.audience());
        few("limits", parts.limits(), MOST_OF_A_KIND);
        few("commitments", parts.commitments(), MOST_OF_A_KIND);
        few("discounts", parts.discounts(), MOST_OF_A_KIND);
        few("bundles", parts.bundles(), MOST_OF_A_KIND);
        few("sponsorships", parts.sponsorships(), MOST_OF_A_KIND);
        for (int i = 0; i < parts.limits().size(); i++) {
            limit("limits[" + i + "]", parts.limits().get(i));
        }
        for (int i = 0; i < parts.commitments().size(); i++) {
            commitment("commitments[" + i + "]", parts.commitments().get(i));
        }
        for (int i = 0; i < parts.discounts().size(); i++) {
            discount("discounts[" + i + "]", parts.discounts().get(i));
        }
        for (int i = 0; i < parts.bundles().size(); i++) {
            bundle("bundles[" + i + "]", parts.bundles().get(i));
        }
        if (parts.loyalty() != null) {
            isNew("loyalty.key", parts.loyalty().key());
            requireName("loyalty.name", parts.loyalty().name());
            scope("loyalty.scope", parts.loyalty().scope());
        }
        for (int i = 0; i < parts.sponsorships().size(); i++) {
            sponsorship("sponsorships[" + i + "]", parts.sponsorships().get(i), parts.audience());
        }
        if (keys.isEmpty() && parts.discountRules() == null) {
            throw new IllegalArgumentException("the terms say nothing: give limits, commitments, discounts,"
                    + " discountRules, bundles, loyalty or sponsorships");
        }
        if (parts.currency() == null) {
            amount(parts);
        }
    }

    private static void audience(String part, Audience audience) {
        few(part + ".accounts", audience.accounts(), MOST_ACCOUNTS);
        keys(part + ".groups", audience.groups());
        keys(part + ".segments", audience.segments());
    }

    private static void keys(String part, List<String> keys) {
        few(part, keys, MOST_OF_A_KIND);
        for (int i = 0; i < keys.size(); i++) {
            requireKeyLike(part + "[" + i + "]", keys.get(i));
        }
    }

    private static void requireKeyLike(String part, String key) {
        if (!KEY.matcher(key).matches()) {
            throw new MisfitException(
                    part, "must be at most 64 small letters, digits, '.', '_' or '-', but is '" + key + "'");
        }
    }

    private static void few(String part, List<?> list, int most) {
        if (list.size() > most) {
            throw new MisfitException(part, "holds " + list.size() + " elements; allowed are up to " + most);
        }
    }

    private void limit(String part, SpendLimit limit) {
        isNew(part + ".key", limit.key());
        requireName(part + ".name", limit.name());
        scope(part + ".scope", limit.scope());
        if (limit.proration() != Proration.NONE) {
            throw new MisfitException(
                    part + ".proration",
                    "must be NONE or left out: bill runs take a period of an account as a whole and prorate no limit of"
                            + " it; a limit of one product, in its price plan, can be prorated");
        }
        if (limit.minimum() != null) {
            charged(part, limit.chargedAs(), "a true-up");
        } else if (limit.chargedAs() != null) {
            throw new MisfitException(part + ".chargedAs", "is for a minimum; a maximum charges nothing");
        }
    }

    private void commitment(String part, Commitment commitment) {
        isNew(part + ".key", commitment.key());
        requireName(part + ".name", commitment.name());
        scope(part + ".scope", commitment.scope());
        charged(part, commitment.chargedAs(), "a shortfall");
        if (commitment.earlyEnd() != EarlyEnd.WAIVE_REST) {
            throw new MisfitException(
                    part + ".earlyEnd",
                    "must be WAIVE_REST: bill runs do not charge the rest of the term if the account ends inside of it,"
                            + " so charge that otherwise");
        }
    }

    private void bundle(String part, Bundle bundle) {
        isNew(part + ".key", bundle.key());
        requireName(part + ".name", bundle.name());
        few(part + ".products", bundle.products(), MOST_ENTRIES);
        few(part + ".on", bundle.on(), MOST_ENTRIES);
        few(part + ".bearers", bundle.bearers(), MOST_ENTRIES);
    }

    private static void scope(String part, LineScope scope) {
        few(part + ".products", scope.products(), MOST_ENTRIES);
        few(part + ".partners", scope.partners(), MOST_ENTRIES);
        few(part + ".kinds", scope.kinds(), MOST_ENTRIES);
    }

    private static void charged(String part, ChargedAs as, String what) {
        if (as == null) {
            throw new MisfitException(
                    part + ".chargedAs",
                    "must be given: product and partner under which " + what + " of the account is charged");
        }
        if (as.taxPercent().signum() != 0) {
            throw new MisfitException(
                    part + ".chargedAs.taxPercent", "must be left out: the tax follows from the product");
        }
    }

    private void discount(String part, Discount discount) {
        isNew(part + ".key", discount.key());
        requireName(part + ".name", discount.name());
        scope(part + ".scope", discount.scope());
        audience(part + ".audience", discount.audience());
        Coupon coupon = discount.coupon();
        if (coupon == null) {
            return;
        }
        if (!CODE.matcher(coupon.code()).matches()) {
            throw new MisfitException(
                    part + ".coupon.code",
                    "must be at most 64 letters, digits, '.', '_' or '-', but is '" + coupon.code() + "'");
        }
        if (!codes.add(coupon.code())) {
            throw new MisfitException(
                    part + ".coupon.code",
                    "'" + coupon.code()
                            + "' is the code of another discount too; its limits are those of one discount");
        }
    }

    private void sponsorship(String part, Sponsorship sponsorship, Audience audience) {
        isNew(part + ".key", sponsorship.key());
        requireName(part + ".name", sponsorship.name());
        scope(part + ".scope", sponsorship.scope());
        if (audience.accounts().contains(sponsorship.sponsor())) {
            throw new MisfitException(
                    part + ".sponsor",
                    "'" + sponsorship.sponsor()
                            + "' is an account of the audience too; an account does not sponsor itself");
        }
    }

    /** The keys name what is charged and explained, so each stands once. */
    private void isNew(String part, String key) {
        requireKeyLike(part, key);
        if (!keys.add(key)) {
            throw new MisfitException(part, "'" + key + "' is the key of another modifier of these terms too");
        }
    }

    /** Finds an amount, whose currency must be known. */
    private static void amount(Parts parts) {
        boolean inLists = !parts.limits().isEmpty()
                || !parts.commitments().isEmpty()
                || !parts.sponsorships().isEmpty()
                || parts.loyalty() != null
                || (parts.discountRules() != null && parts.discountRules().capAmount() != null);
        boolean inDiscounts = parts.discounts().stream()
                .anyMatch(discount -> isAmount(discount.reduction())
                        || discount.cap() != null
                        || (discount.coupon() != null && isAmount(discount.coupon())));
        boolean inBundles =
                parts.bundles().stream().anyMatch(bundle -> isAmount(bundle.reduction()) || bundle.cap() != null);
        if (inLists || inDiscounts || inBundles) {
            throw new MisfitException(
                    "currency",
                    "must be given, an ISO 4217 code such as EUR; only terms of percentages without any amount, limit,"
                            + " commitment, loyalty or sponsorship can do without");
        }
    }

    private static boolean isAmount(Reduction reduction) {
        return reduction instanceof AmountOff;
    }

    private static boolean isAmount(Coupon coupon) {
        return coupon.amountPerAccount() != null || coupon.amountInAll() != null;
    }
}
