package io.billinghub.core.rating.modifier.pricing;

import io.billinghub.core.rating.model.Quantity;
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
        PricingPeriod period = input.period();
        PlanState state = memory.stateFor(period);

        AllowanceState allowanceLeft = state.allowance();
        Allowance allowance = modifiers.allowance();
        Drawn drawn = null;
        if (allowance != null && allowance.sharing() == Allowance.Sharing.OWN) {
            List<Use> uses = input.uses().stream()
                    .map(use -> new Use(use.item().id(), use.open()))
                    .toList();
            drawn = allowance.draw(uses, period, state.allowance());
            allowanceLeft = drawn.state();
        }

        Priced priced = Priced.of(input.currency(), lines(input, drawn, model));
        if (drawn != null && drawn.used().signum() > 0) {
            priced = priced.explained(allowance.reason(drawn));
        }
        priced = limited(priced, modifiers.limit(), SpendLimit.Basis.BEFORE_DISCOUNTS, input);
        for (Promotion promotion : modifiers.promotions()) {
            priced = promotion.apply(priced, period);
        }
        priced = limited(priced, modifiers.limit(), SpendLimit.Basis.AFTER_DISCOUNTS, input);

        CommitmentState reached = state.commitment();
        if (modifiers.commitment() != null) {
            Settled settled = modifiers.commitment().settle(priced, period, input.like(), reached);
            priced = settled.priced();
            reached = settled.state();
        }
        return new PlanPriced(priced, memory.after(period, new PlanState(allowanceLeft, reached)));
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

    private static Priced limited(Priced priced, SpendLimit limit, SpendLimit.Basis basis, PlanInput input) {
        return limit == null || limit.basis() != basis ? priced : limit.apply(priced, input.period(), input.like());
    }
}
