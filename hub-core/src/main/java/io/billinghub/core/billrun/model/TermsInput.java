package io.billinghub.core.billrun.model;

import io.billinghub.core.accountterms.model.AccountTerms;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.discount.CouponUse;
import io.billinghub.core.rating.modifier.pricing.AccountState;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.joda.money.CurrencyUnit;

/**
 * One account whose terms are applied in a run.
 *
 * @param run key of the run
 * @param accountId {@code billing_account.id}
 * @param currency of the account; what is charged in another one is left alone
 * @param billing the whole billing period
 * @param sums what the account is charged in the period, in its currency, any order
 * @param corrections what is to pay of corrections of earlier periods, by the terms of those: prepaid credits alone reach it; empty
 *     where there are none
 * @param before what its runs before have left, with what it has prepaid now
 * @param couponsOfOthers how far all other accounts have used coupons that are limited over all, by code
 * @param productsThere keys of products that it has, with or without a charge
 * @param known what its terms name beside the charges
 */
public record TermsInput(
        String run,
        long accountId,
        CurrencyUnit currency,
        LocalPeriod billing,
        AccountTerms terms,
        List<ChargedSum> sums,
        List<ChargedSum> corrections,
        AccountState before,
        Map<String, CouponUse> couponsOfOthers,
        List<String> productsThere,
        Named known) {

    public TermsInput {
        sums = List.copyOf(sums);
        corrections = List.copyOf(corrections);
        couponsOfOthers = Map.copyOf(couponsOfOthers);
        productsThere = List.copyOf(productsThere);
    }

    /** The same period, begun with another state, with other sums. */
    TermsInput with(AccountState state, Collection<ChargedSum> others) {
        return new TermsInput(
                run,
                accountId,
                currency,
                billing,
                terms,
                List.copyOf(others),
                corrections,
                state,
                couponsOfOthers,
                productsThere,
                known);
    }

    /**
     * What terms name by key.
     *
     * @param host key of the host's party role
     * @param products under which something is charged, by key
     * @param bearers parties that bear a discount, by key
     * @param sponsors {@code billing_account.id} by number
     */
    public record Named(
            String host,
            Map<String, Offered> products,
            Map<String, TermsCharge.Bearing> bearers,
            Map<String, Long> sponsors) {

        public Named {
            products = Map.copyOf(products);
            bearers = Map.copyOf(bearers);
            sponsors = Map.copyOf(sponsors);
        }
    }

    /**
     * A product as it is sold on the last day of the period.
     *
     * @param agency whether the partner is the seller, who must state the tax
     */
    public record Offered(SoldAs sold, boolean agency) {}
}
