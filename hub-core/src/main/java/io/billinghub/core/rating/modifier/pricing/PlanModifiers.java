package io.billinghub.core.rating.modifier.pricing;

import io.billinghub.core.rating.modifier.Checks;
import io.billinghub.core.rating.modifier.allowance.Allowance;
import io.billinghub.core.rating.modifier.change.FeeChanges;
import io.billinghub.core.rating.modifier.commitment.Commitment;
import io.billinghub.core.rating.modifier.promotion.Promotion;
import io.billinghub.core.rating.modifier.spend.SpendLimit;
import java.util.ArrayList;
import java.util.List;

/**
 * What a price plan puts around its charge model.
 *
 * @param allowance null if there is none
 * @param promotions in the order in which they are taken off
 * @param limit minimum and maximum spend; null if there is none
 * @param commitment null if there is none
 * @param changes how changes of the service in the middle of a period count in a fee; null if the plan says nothing of it
 */
public record PlanModifiers(
        Allowance allowance, List<Promotion> promotions, SpendLimit limit, Commitment commitment, FeeChanges changes) {
    /** Nothing around the model. */
    public static final PlanModifiers NONE = new PlanModifiers(null, null, null, null, null);

    /** Refuses what belongs to a whole account. */
    public PlanModifiers {
        promotions = Checks.list(promotions);
        if (limit != null && limit.chargedAs() != null) {
            throw new IllegalArgumentException("limit: a true-up of a plan is charged under the plan's own product;"
                    + " chargedAs is for limits of an account");
        }
        if (commitment != null && commitment.chargedAs() != null) {
            throw new IllegalArgumentException("commitment: a shortfall of a plan is charged under the plan's own"
                    + " product; chargedAs is for commitments of an account");
        }
    }

    /** Whether anything comes before or after the model; how changes count is part of what the model prices. */
    public boolean surroundModel() {
        return allowance != null || !promotions.isEmpty() || limit != null || commitment != null;
    }

    /** Which there are around the model, for messages: {@code "allowance data, limit minimum"}. */
    public String words() {
        List<String> words = new ArrayList<>();
        if (allowance != null) {
            words.add("allowance " + allowance.key());
        }
        promotions.forEach(promotion -> words.add("promotion " + promotion.key()));
        if (limit != null) {
            words.add("limit " + limit.key());
        }
        if (commitment != null) {
            words.add("commitment " + commitment.key());
        }
        return String.join(", ", words);
    }
}
