package io.billinghub.core.billrun.application;

import io.billinghub.core.accountterms.model.AccountTerms;
import io.billinghub.core.billrun.infrastructure.AccountStateSql.MoreUse;
import io.billinghub.core.billrun.infrastructure.AccountStateSql.Next;
import io.billinghub.core.billrun.infrastructure.AccountStateSql.Reached;
import io.billinghub.core.billrun.infrastructure.TermsFactsSql.PricedAccount;
import io.billinghub.core.billrun.model.ChargedSum;
import io.billinghub.core.billrun.model.TermsCharge;
import io.billinghub.core.billrun.model.TermsInput;
import io.billinghub.core.billrun.model.TermsOutcome;
import io.billinghub.core.billrun.model.TermsPricing;
import io.billinghub.core.prepaid.infrastructure.PrepaidSql.Draw;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.credit.Credit;
import io.billinghub.core.rating.modifier.discount.CouponUse;
import io.billinghub.core.rating.modifier.pricing.AccountState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the terms of a shard's accounts come to, root by root. A root of which one account can't be priced is parked with all of its
 * accounts, which then leave nothing. Pure but for what it collects.
 */
final class PricedTerms {
    private final Map<Long, Reached> reached;
    private final Map<Long, String> parked = new LinkedHashMap<>();
    private final List<TermsCharge> charges = new ArrayList<>();
    private final List<Next> states = new ArrayList<>();
    private final List<MoreUse> coupons = new ArrayList<>();
    private final List<Draw> draws = new ArrayList<>();
    private Map<String, CouponUse> usedInAll;

    /**
     * @param usedInAll how far all accounts together have used coupons that are limited over all, by code
     * @param reached the latest states, by account
     */
    PricedTerms(Map<String, CouponUse> usedInAll, Map<Long, Reached> reached) {
        this.usedInAll = usedInAll;
        this.reached = reached;
    }

    /** What is known of one account. */
    record Facts(
            String run,
            PricedAccount account,
            LocalPeriod billing,
            AccountTerms terms,
            List<ChargedSum> sums,
            List<Credit> credits,
            List<String> productsThere,
            TermsInput.Named named) {}

    List<TermsCharge> charges() {
        return charges;
    }

    List<Next> states() {
        return states;
    }

    List<MoreUse> coupons() {
        return coupons;
    }

    List<Draw> draws() {
        return draws;
    }

    /** Roots with the reason. */
    Map<Long, String> parked() {
        return parked;
    }

    /** Prices the accounts of one root, in their order. */
    void price(long root, List<Facts> accounts) {
        List<TermsCharge> made = new ArrayList<>();
        List<Next> left = new ArrayList<>();
        List<MoreUse> used = new ArrayList<>();
        List<Draw> drawn = new ArrayList<>();
        Map<String, CouponUse> inAll = new HashMap<>(usedInAll);
        for (Facts each : accounts) {
            Reached before = reached.getOrDefault(each.account().id(), Reached.NOTHING);
            try {
                TermsOutcome outcome = TermsPricing.price(input(each, before.state(), inAll));
                made.addAll(outcome.charges());
                left.add(new Next(each.account().id(), before.id(), outcome.after()));
                moreUses(each.account().id(), before.state(), outcome.after()).forEach(more -> {
                    used.add(more);
                    inAll.merge(more.code(), more.more(), PricedTerms::plus);
                });
                outcome.creditUses()
                        .forEach(use -> drawn.add(new Draw(each.account().id(), use.credit(), use.drawn())));
            } catch (IllegalArgumentException | ArithmeticException cannotBeApplied) {
                parked.put(
                        root,
                        "the terms of account " + each.account().number() + " can't be applied: "
                                + cannotBeApplied.getMessage());
                return;
            }
        }
        charges.addAll(made);
        states.addAll(left);
        coupons.addAll(used);
        draws.addAll(drawn);
        usedInAll = inAll;
    }

    private static TermsInput input(Facts each, AccountState before, Map<String, CouponUse> inAll) {
        Map<String, CouponUse> others = new HashMap<>();
        inAll.forEach((code, use) ->
                others.put(code, minus(use, before.coupons().getOrDefault(code, CouponUse.NONE))));
        return new TermsInput(
                each.run(),
                each.account().id(),
                each.account().currency(),
                each.billing(),
                each.terms(),
                each.sums(),
                new AccountState(
                        before.commitments(), before.coupons(), before.points(), each.credits(), before.sponsored()),
                others,
                each.productsThere(),
                each.named());
    }

    private static List<MoreUse> moreUses(long account, AccountState before, AccountState after) {
        List<MoreUse> more = new ArrayList<>();
        after.coupons().forEach((code, use) -> {
            CouponUse added = minus(use, before.coupons().getOrDefault(code, CouponUse.NONE));
            if (added.times() > 0) {
                more.add(new MoreUse(code, account, added));
            }
        });
        return more;
    }

    private static CouponUse plus(CouponUse one, CouponUse other) {
        return new CouponUse(one.times() + other.times(), one.amount().add(other.amount()));
    }

    private static CouponUse minus(CouponUse all, CouponUse part) {
        return new CouponUse(all.times() - part.times(), all.amount().subtract(part.amount()));
    }
}
