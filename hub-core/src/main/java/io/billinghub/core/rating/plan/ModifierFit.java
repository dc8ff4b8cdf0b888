package io.billinghub.core.rating.plan;

import io.billinghub.core.rating.model.ChargeModel;
import io.billinghub.core.rating.model.Flat;
import io.billinghub.core.rating.model.Needs;
import io.billinghub.core.rating.model.PreRated;
import io.billinghub.core.rating.model.Proration;
import io.billinghub.core.rating.modifier.LineScope;
import io.billinghub.core.rating.modifier.allowance.Allowance;
import io.billinghub.core.rating.modifier.change.ChangeRule;
import io.billinghub.core.rating.modifier.change.FeeChanges;
import io.billinghub.core.rating.modifier.commitment.Commitment;
import io.billinghub.core.rating.modifier.pricing.PlanModifiers;
import io.billinghub.core.rating.modifier.promotion.Promotion;
import io.billinghub.core.rating.modifier.spend.SpendLimit;
import java.util.HashSet;
import java.util.Set;

/** Which modifiers fit which charge model, and what they may name. */
final class ModifierFit {
    private static final int MOST_PROMOTIONS = 50;

    private ModifierFit() {}

    static void require(PlanModifiers modifiers, ChargeModel model, String unit) {
        if (modifiers.allowance() != null) {
            requireAllowance(modifiers.allowance(), model, unit);
        }
        int promotions = modifiers.promotions().size();
        if (promotions > MOST_PROMOTIONS) {
            throw new MisfitException(
                    "modifiers.promotions", "holds " + promotions + " elements; allowed are up to " + MOST_PROMOTIONS);
        }
        if (modifiers.limit() != null) {
            requireLimit(modifiers.limit(), model);
        }
        if (modifiers.commitment() != null) {
            requireCommitment(modifiers.commitment(), model, unit);
        }
        if (modifiers.changes() != null) {
            requireChanges(modifiers.changes(), model);
        }
        requireDistinctKeys(modifiers);
    }

    private static void requireChanges(FeeChanges changes, ChargeModel model) {
        if (!(model instanceof Flat fee) || fee.timing() == Flat.Timing.ONE_TIME) {
            throw new MisfitException(
                    "modifiers.changes",
                    "is for a fee of each period, but this model prices "
                            + (model instanceof Flat ? "a one-time fee" : "usage") + "; leave it out");
        }
        if (changes.rule() == ChangeRule.BY_DAY && fee.proration() == Proration.NONE) {
            throw new MisfitException(
                    "modifiers.changes.rule",
                    "must be AT_START or AT_END, as the fee does not go by days; or give the model a proration");
        }
    }

    private static void requireAllowance(Allowance allowance, ChargeModel model, String unit) {
        String priced = notAQuantity(model);
        if (priced != null) {
            throw new MisfitException(
                    "modifiers.allowance",
                    "takes quantity off before the model prices it, but this model prices " + priced
                            + "; leave the allowance out");
        }
        if (!allowance.unit().equals(unit)) {
            throw new MisfitException(
                    "modifiers.allowance.unit",
                    "must be " + unit + ", the unit of the plan, but is " + allowance.unit());
        }
    }

    /** What the model prices, if it is not a quantity of which a part can be free. */
    private static String notAQuantity(ChargeModel model) {
        if (model instanceof Flat) {
            return "a fee";
        }
        if (model instanceof PreRated) {
            return "what the partner has rated itself";
        }
        Needs.Level level = model.needs().level();
        if (level == Needs.Level.EVENTS) {
            return "each event by itself";
        }
        return level == Needs.Level.METRICS ? "several metrics by a formula" : null;
    }

    private static void requireLimit(SpendLimit limit, ChargeModel model) {
        requireServices(limit.scope(), "modifiers.limit.scope");
        requirePeriods(model, "modifiers.limit");
    }

    private static void requireCommitment(Commitment commitment, ChargeModel model, String unit) {
        requireServices(commitment.scope(), "modifiers.commitment.scope");
        requirePeriods(model, "modifiers.commitment");
        if (commitment.measure() == Commitment.Measure.AMOUNT) {
            return;
        }
        if (model instanceof Flat || model.needs().level() == Needs.Level.METRICS) {
            throw new MisfitException(
                    "modifiers.commitment.measure", "must be AMOUNT: this model does not price a quantity of usage");
        }
        if (!commitment.unit().equals(unit)) {
            throw new MisfitException(
                    "modifiers.commitment.unit",
                    "must be " + unit + ", the unit of the plan, but is " + commitment.unit());
        }
    }

    private static void requireServices(LineScope scope, String part) {
        if (!scope.equals(LineScope.SERVICES)) {
            throw new MisfitException(part, "is for an account; all lines of a plan are of its one product");
        }
    }

    private static void requirePeriods(ChargeModel model, String part) {
        if (model instanceof Flat fee && fee.timing() == Flat.Timing.ONE_TIME) {
            throw new MisfitException(part, "is reckoned by periods, but a one-time fee has none");
        }
    }

    /** The keys name what is charged and explained, so each stands once. */
    private static void requireDistinctKeys(PlanModifiers modifiers) {
        Set<String> seen = new HashSet<>();
        if (modifiers.allowance() != null) {
            seen.add(modifiers.allowance().key());
        }
        for (int i = 0; i < modifiers.promotions().size(); i++) {
            Promotion promotion = modifiers.promotions().get(i);
            requireNew(seen, promotion.key(), "modifiers.promotions[" + i + "].key");
        }
        if (modifiers.limit() != null) {
            requireNew(seen, modifiers.limit().key(), "modifiers.limit.key");
        }
        if (modifiers.commitment() != null) {
            requireNew(seen, modifiers.commitment().key(), "modifiers.commitment.key");
        }
    }

    private static void requireNew(Set<String> seen, String key, String part) {
        if (!seen.add(key)) {
            throw new MisfitException(part, "'" + key + "' is the key of another modifier of the plan too");
        }
    }
}
