package io.billinghub.core.rating.modifier.pricing;

import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.ChargeKind;
import io.billinghub.core.rating.modifier.ChargedAs;
import io.billinghub.core.rating.modifier.ChargedItem;
import io.billinghub.core.rating.modifier.Priced;
import io.billinghub.core.rating.modifier.PricingPeriod;
import io.billinghub.core.rating.modifier.bundle.Bundle;
import io.billinghub.core.rating.modifier.commitment.Commitment;
import io.billinghub.core.rating.modifier.commitment.CommitmentState;
import io.billinghub.core.rating.modifier.commitment.Settled;
import io.billinghub.core.rating.modifier.credit.CreditUse;
import io.billinghub.core.rating.modifier.credit.Credits;
import io.billinghub.core.rating.modifier.credit.CreditsDrawn;
import io.billinghub.core.rating.modifier.discount.Discounted;
import io.billinghub.core.rating.modifier.discount.Discounts;
import io.billinghub.core.rating.modifier.loyalty.Loyal;
import io.billinghub.core.rating.modifier.loyalty.PointLot;
import io.billinghub.core.rating.modifier.spend.SpendLimit;
import io.billinghub.core.rating.modifier.sponsor.Sponsored;
import io.billinghub.core.rating.modifier.sponsor.Sponsorships;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An account with its modifiers, in the documented order. */
public final class AccountPricing {
    private AccountPricing() {}

    /**
     * What the account is charged. The order is the contract:
     *
     * <ol>
     *   <li>minimum and maximum spend before discounts
     *   <li>commitments
     *   <li>discounts and coupons
     *   <li>bundles
     *   <li>minimum and maximum spend after discounts
     *   <li>lines are rounded, if one of the following is there: what pays is whole minor units
     *   <li>loyalty: points burnt, then points earned on what is left
     *   <li>packs, and prepaid money that reaches the net amount
     *   <li>sponsorship
     *   <li>prepaid money that pays net amount and tax
     * </ol>
     *
     * @param memory as the last run of this account has left it
     */
    public static AccountPriced price(AccountModifiers modifiers, AccountInput input, Memory<AccountState> memory) {
        PricingPeriod period = input.period();
        AccountState state = memory.stateFor(period);

        Priced priced = limited(input.priced(), modifiers, SpendLimit.Basis.BEFORE_DISCOUNTS, input);

        Map<String, CommitmentState> commitments = new HashMap<>(state.commitments());
        for (Commitment commitment : modifiers.commitments()) {
            CommitmentState reached = commitments.getOrDefault(commitment.key(), CommitmentState.START);
            Settled settled = commitment.settle(priced, period, like(input, commitment.chargedAs()), reached);
            priced = settled.priced();
            commitments.put(commitment.key(), settled.state());
        }

        Discounted discounted = new Discounts(modifiers.discountRules(), modifiers.discounts())
                .apply(priced, period, input.customer(), state.coupons(), input.couponsOfOthers());
        priced = discounted.priced();

        for (Bundle bundle : modifiers.bundles()) {
            priced = bundle.apply(priced, period, input.productsThere());
        }

        priced = limited(priced, modifiers, SpendLimit.Basis.AFTER_DISCOUNTS, input);

        if (somethingPays(modifiers, state)) {
            priced = priced.withRoundedLines();
        }
        Loyal loyal = loyal(priced, modifiers, input, state.points());
        priced = loyal.priced();

        CreditsDrawn drawn = Credits.lowerNet(priced, period, modifiers.creditReach(), state.credits());
        Sponsored sponsored = Sponsorships.apply(drawn.priced(), period, modifiers.sponsorships(), state.sponsored());
        CreditsDrawn paid = Credits.pay(sponsored.priced(), period, modifiers.creditReach(), drawn.credits());
        List<CreditUse> uses = new ArrayList<>(drawn.uses());
        uses.addAll(paid.uses());

        AccountState next =
                new AccountState(commitments, discounted.coupons(), loyal.lots(), paid.credits(), sponsored.paid());
        return new AccountPriced(
                paid.priced(), sponsored.lines(), uses, loyal.earned(), loyal.burnt(), memory.after(period, next));
    }

    private static boolean somethingPays(AccountModifiers modifiers, AccountState state) {
        return modifiers.loyalty() != null
                || !modifiers.sponsorships().isEmpty()
                || !state.credits().isEmpty();
    }

    private static Priced limited(
            Priced priced, AccountModifiers modifiers, SpendLimit.Basis basis, AccountInput input) {
        Priced result = priced;
        for (SpendLimit limit : modifiers.limits()) {
            if (limit.basis() == basis) {
                result = limit.apply(result, input.period(), like(input, limit.chargedAs()));
            }
        }
        return result;
    }

    private static Loyal loyal(Priced priced, AccountModifiers modifiers, AccountInput input, List<PointLot> lots) {
        return modifiers.loyalty() == null
                ? new Loyal(priced, BigDecimal.ZERO, BigDecimal.ZERO, lots)
                : modifiers.loyalty().apply(priced, input.period(), input.pointsToBurn(), lots);
    }

    /** A line of the account itself. A maximum charges nothing, so it needs no product. */
    private static ChargedItem like(AccountInput input, ChargedAs as) {
        LocalPeriod service = input.period().service();
        String account = input.customer().account();
        return new ChargedItem(
                account,
                account,
                as == null ? "account" : as.product(),
                as == null ? "account" : as.partner(),
                ChargeKind.TRUE_UP,
                null,
                service,
                as == null ? null : as.taxPercent());
    }
}
