package io.billinghub.core.rating.modifier.pricing;

import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.modifier.ChargedItem;
import io.billinghub.core.rating.modifier.Priced;
import io.billinghub.core.rating.modifier.PricingPeriod;
import io.billinghub.core.rating.modifier.RatedLine;
import io.billinghub.core.rating.modifier.Words;
import io.billinghub.core.rating.modifier.allowance.Allowance;
import io.billinghub.core.rating.modifier.allowance.AllowanceState;
import io.billinghub.core.rating.modifier.allowance.Drawn;
import io.billinghub.core.rating.modifier.allowance.Use;
import io.billinghub.core.rating.modifier.commitment.CommitmentState;
import io.billinghub.core.rating.modifier.commitment.Settled;
import io.billinghub.core.rating.modifier.promotion.Promotion;
import io.billinghub.core.rating.modifier.spend.SpendLimit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan with its modifiers, in the documented order: allowance, charge model, promotions, minimum and maximum spend (before
 * the promotions where the limit says so), commitment.
 */
public final class PlanPricing {
    private PlanPricing() {}

    /**
     * The lines of a plan.
     *
     * @param memory as the last run has left it
     */
    public static PlanPriced price(PlanModifiers modifiers, PlanInput input, UsePrice model, Memory<PlanState> memory) {
        Allowance allowance = modifiers.allowance();
        Drawn drawn = null;
        if (allowance != null && allowance.sharing() == Allowance.Sharing.OWN) {
            List<Use> uses = input.uses().stream()
                    .map(use -> new Use(use.item().id(), use.open()))
                    .toList();
            drawn = allowance.draw(
                    uses, input.period(), memory.stateFor(input.period()).allowance());
        }
        Priced priced = Priced.of(input.currency(), lines(input, drawn, model));
        return around(modifiers, priced, drawn, input.like(), input.period(), memory);
    }

    /**
     * What comes after the charge model.
     *
     * @param rated the lines as the model has priced what was left of their quantities
     * @param drawn what the plan's own allowance has covered of them; null if it has none
     * @param like account, product and party of a true-up or shortfall line; its id is the begin of that line's id
     * @param memory as the last run has left it
     */
    public static PlanPriced around(
            PlanModifiers modifiers,
            Priced rated,
            Drawn drawn,
            ChargedItem like,
            PricingPeriod period,
            Memory<PlanState> memory) {
        PlanState state = memory.stateFor(period);
        Priced priced = rated;
        if (drawn != null && drawn.used().signum() > 0) {
            priced = priced.explained(modifiers.allowance().reason(drawn));
        }
        SpendLimit limit = modifiers.limit();
        priced = limited(priced, limit, SpendLimit.Basis.BEFORE_DISCOUNTS, period, like);
        for (Promotion promotion : modifiers.promotions()) {
            priced = promotion.apply(priced, period);
        }
        priced = limited(priced, limit, SpendLimit.Basis.AFTER_DISCOUNTS, period, like);

        CommitmentState reached = state.commitment();
        if (modifiers.commitment() != null) {
            Settled settled = modifiers.commitment().settle(priced, period, like, reached);
            priced = settled.priced();
            reached = settled.state();
        }
        AllowanceState left = drawn == null ? state.allowance() : drawn.state();
        return new PlanPriced(priced, memory.after(period, new PlanState(left, reached)));
    }

    private static List<RatedLine> lines(PlanInput input, Drawn drawn, UsePrice model) {
        List<RatedLine> lines = new ArrayList<>();
        for (PlanUse use : input.uses()) {
            BigDecimal own = drawn == null
                    ? BigDecimal.ZERO
                    : drawn.free().getOrDefault(use.item().id(), BigDecimal.ZERO);
            BigDecimal free = use.pooled().add(own);
            BigDecimal charged = use.quantity().amount().subtract(free);
            String unit = use.quantity().unit();
            String words = free.signum() == 0
                    ? ""
                    : Words.quantity(free, unit) + " of "
                            + Words.quantity(use.quantity().amount(), unit) + " free";
            lines.add(new RatedLine(use.item(), new Quantity(charged, unit), model.of(use, charged), words));
        }
        return lines;
    }

    private static Priced limited(
            Priced priced, SpendLimit limit, SpendLimit.Basis basis, PricingPeriod period, ChargedItem like) {
        return limit == null || limit.basis() != basis ? priced : limit.apply(priced, period, like);
    }
}
