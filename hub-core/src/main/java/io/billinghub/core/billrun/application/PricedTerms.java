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
import io.billinghub.core.billrun.model.TermsReplay;
import io.billinghub.core.prepaid.infrastructure.PrepaidSql.Draw;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.credit.Credit;
import io.billinghub.core.rating.modifier.discount.CouponUse;
import io.billinghub.core.rating.modifier.discount.Customer;
import io.billinghub.core.rating.modifier.pricing.AccountModifiers;
import io.billinghub.core.rating.modifier.pricing.AccountState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /** What is known of one account in a period. */
    record Facts(
            String run,
            PricedAccount account,
            LocalPeriod billing,
            AccountTerms terms,
            List<ChargedSum> sums,
            List<Credit> credits,
            List<String> productsThere,
            TermsInput.Named named) {}

    /** An account that no terms reach. */
    static AccountTerms without(PricedAccount account) {
        return new AccountTerms(
                AccountModifiers.NONE, new Customer(account.number(), null, null, null), null, BigDecimal.ZERO);
    }

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

    /**
     * Prices the accounts of one root, in their order.
     *
     * @param corrected what is corrected of them, by account
     */
    void price(long root, List<Facts> accounts, Map<Long, CorrectedTerms.Known> corrected) {
        List<TermsCharge> made = new ArrayList<>();
        List<Next> left = new ArrayList<>();
        List<MoreUse> used = new ArrayList<>();
        List<Draw> drawn = new ArrayList<>();
        Map<String, CouponUse> inAll = new HashMap<>(usedInAll);
        for (Facts each : accounts) {
            long account = each.account().id();
            Reached before = reached.getOrDefault(account, Reached.NOTHING);
            try {
                CorrectedTerms.Known known = corrected.getOrDefault(account, CorrectedTerms.Known.NOTHING);
                Map<String, CouponUse> others = others(inAll, before.state());
                Optional<TermsReplay> replay = replay(known, others);
                replay.ifPresent(again -> made.addAll(again.charges()));
                Optional<AccountState> began = replay.map(again -> again.begin(before.state()));
                List<ChargedSum> toPay = each.credits().isEmpty()
                        ? List.of()
                        : TermsReplay.toPay(
                                known.corrections(),
                                replay.map(TermsReplay::charges).orElse(List.of()));
                TermsOutcome outcome = TermsPricing.price(input(each, began.orElse(before.state()), toPay, others));
                made.addAll(outcome.charges());
                left.add(new Next(account, before.id(), began, outcome.after(), each.terms()));
                moreUses(account, before.state(), outcome.after()).forEach(more -> {
                    used.add(more);
                    inAll.computeIfPresent(
                            more.code(),
                            (code, use) -> new CouponUse(
                                    use.times() + more.times(), use.amount().add(more.amount())));
                });
                outcome.creditUses().forEach(use -> drawn.add(new Draw(account, use.credit(), use.drawn())));
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

    private static Optional<TermsReplay> replay(CorrectedTerms.Known known, Map<String, CouponUse> others) {
        return known.periods().isEmpty()
                ? Optional.empty()
                : Optional.of(TermsReplay.of(known.periods().stream()
                        .map(period -> new TermsReplay.Billed(
                                input(period.then(), known.began(), List.of(), others),
                                period.charged(),
                                period.corrections()))
                        .toList()));
    }

    /** How far all other accounts have used coupons that are limited over all. */
    private static Map<String, CouponUse> others(Map<String, CouponUse> inAll, AccountState own) {
        Map<String, CouponUse> others = new HashMap<>();
        inAll.forEach((code, use) -> {
            CouponUse its = own.coupons().getOrDefault(code, CouponUse.NONE);
            others.put(
                    code, new CouponUse(use.times() - its.times(), use.amount().subtract(its.amount())));
        });
        return others;
    }

    private static TermsInput input(
            Facts each, AccountState before, List<ChargedSum> corrections, Map<String, CouponUse> others) {
        return new TermsInput(
                each.run(),
                each.account().id(),
                each.account().currency(),
                each.billing(),
                each.terms(),
                each.sums(),
                corrections,
                new AccountState(
                        before.commitments(), before.coupons(), before.points(), each.credits(), before.sponsored()),
                others,
                each.productsThere(),
                each.named());
    }

    private static List<MoreUse> moreUses(long account, AccountState before, AccountState after) {
        List<MoreUse> more = new ArrayList<>();
        after.coupons().forEach((code, use) -> {
            CouponUse last = before.coupons().getOrDefault(code, CouponUse.NONE);
            BigDecimal amount = use.amount().subtract(last.amount());
            if (use.times() != last.times() || amount.signum() != 0) {
                more.add(new MoreUse(code, account, use.times() - last.times(), amount));
            }
        });
        return more;
    }
}
