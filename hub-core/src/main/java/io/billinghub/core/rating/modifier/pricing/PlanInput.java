package io.billinghub.core.rating.modifier.pricing;

import io.billinghub.core.rating.modifier.ChargedItem;
import io.billinghub.core.rating.modifier.Checks;
import io.billinghub.core.rating.modifier.PricingPeriod;
import java.util.List;
import org.joda.money.CurrencyUnit;

/**
 * What one plan of one subscription is priced for.
 *
 * @param currency of the plan
 * @param like account, product and party of a true-up or shortfall line; its id is the begin of that line's id
 * @param uses any order, ids differ; may be empty: a minimum is due without usage too
 * @param period of the subscription
 */
public record PlanInput(CurrencyUnit currency, ChargedItem like, List<PlanUse> uses, PricingPeriod period) {
    /** Refuses an input with a missing part. */
    public PlanInput {
        Checks.present(currency, "currency");
        Checks.present(like, "like");
        uses = Checks.list(uses);
        Checks.present(period, "period");
    }
}
