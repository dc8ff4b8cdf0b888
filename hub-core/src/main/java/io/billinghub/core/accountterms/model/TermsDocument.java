package io.billinghub.core.accountterms.model;

import io.billinghub.core.rating.modifier.Checks;
import io.billinghub.core.rating.modifier.bundle.Bundle;
import io.billinghub.core.rating.modifier.commitment.Commitment;
import io.billinghub.core.rating.modifier.discount.Audience;
import io.billinghub.core.rating.modifier.discount.Customer;
import io.billinghub.core.rating.modifier.discount.Discount;
import io.billinghub.core.rating.modifier.discount.DiscountRules;
import io.billinghub.core.rating.modifier.loyalty.LoyaltyProgram;
import io.billinghub.core.rating.modifier.spend.SpendLimit;
import io.billinghub.core.rating.modifier.sponsor.Sponsorship;
import java.time.LocalDate;
import java.util.List;
import org.joda.money.CurrencyUnit;

/**
 * One version of the terms that a marketplace or CSP gives to some of its accounts, as written. A billing period takes the version that is
 * in force on its first day.
 *
 * @param key what all versions share: small letters, digits, {@code .}, {@code _} and {@code -}, at most 64
 * @param name what people read; not blank, at most 100 characters
 * @param currency of all amounts; accounts in another currency are not reached. Null if there are no amounts, so accounts in all
 *     currencies are reached
 * @param audience which accounts; null is taken as all
 * @param validFrom the first day
 * @param validTo the day after the last one; null if it has no end
 * @param limits minimum and maximum spend of the account, in their order
 * @param commitments of the account, in their order
 * @param discountRules how the discounts of an account go together; null leaves it to other terms
 * @param discounts any order
 * @param bundles in their order
 * @param loyalty null if there is none
 * @param sponsorships any order
 */
public record TermsDocument(
        String key,
        String name,
        CurrencyUnit currency,
        Audience audience,
        LocalDate validFrom,
        LocalDate validTo,
        List<SpendLimit> limits,
        List<Commitment> commitments,
        DiscountRules discountRules,
        List<Discount> discounts,
        List<Bundle> bundles,
        LoyaltyProgram loyalty,
        List<Sponsorship> sponsorships) {

    /** Refuses terms with a missing or wrong part. */
    public TermsDocument {
        TermsFit.requireKey(key);
        TermsFit.requireName("name", Checks.text(name, "name"));
        audience = Checks.orElse(audience, Audience.ALL);
        Checks.present(validFrom, "validFrom");
        if (validTo != null && !validFrom.isBefore(validTo)) {
            throw new IllegalArgumentException("validTo " + validTo + " must be after validFrom " + validFrom);
        }
        limits = Checks.list(limits);
        commitments = Checks.list(commitments);
        discounts = Checks.list(discounts);
        bundles = Checks.list(bundles);
        sponsorships = Checks.list(sponsorships);
        TermsFit.require(new TermsFit.Parts(
                audience, limits, commitments, discountRules, discounts, bundles, loyalty, sponsorships, currency));
    }

    /** Whether a period that begins on this day takes these terms. */
    public boolean inForceOn(LocalDate day) {
        return !day.isBefore(validFrom) && (validTo == null || day.isBefore(validTo));
    }

    /**
     * Whether the terms are for the account.
     *
     * @param billed the account's currency
     */
    public boolean reaches(Customer customer, CurrencyUnit billed) {
        return audience.includes(customer) && (currency == null || currency.equals(billed));
    }

    /** How many limits, commitments, discounts, bundles, sponsorships and loyalty programs there are. */
    public int parts() {
        return limits.size()
                + commitments.size()
                + discounts.size()
                + bundles.size()
                + sponsorships.size()
                + (loyalty == null ? 0 : 1);
    }

    /** The same with another end; null for none. */
    public TermsDocument endingOn(LocalDate end) {
        return new TermsDocument(
                key,
                name,
                currency,
                audience,
                validFrom,
                end,
                limits,
                commitments,
                discountRules,
                discounts,
                bundles,
                loyalty,
                sponsorships);
    }
}
