package io.billinghub.core.rating.modifier.promotion;

import io.billinghub.core.rating.modifier.AdjustmentKind;
import io.billinghub.core.rating.modifier.Checks;
import io.billinghub.core.rating.modifier.LineScope;
import io.billinghub.core.rating.modifier.Priced;
import io.billinghub.core.rating.modifier.PricingPeriod;
import io.billinghub.core.rating.modifier.RatedLine;
import io.billinghub.core.rating.modifier.Reason;
import io.billinghub.core.rating.modifier.Reducible;
import io.billinghub.core.rating.modifier.Reduction;
import io.billinghub.core.rating.modifier.Validity;
import java.util.List;

/**
 * A reduction of what a plan charges, in the first periods of a service or on certain days. Of several promotions each is
 * taken off what those before it have left; none takes more than there is, and what is negative is not reduced.
 *
 * @param key of the modifier
 * @param name what a customer reads
 * @param reduction a fixed one is per period, for all lines of the plan together
 * @param fromPeriod the first period of the service that it holds for; 0 is taken as 1
 * @param toPeriod the last one; 0 if it has no end
 * @param validity days on which it holds; null is taken as always
 */
public record Promotion(String key, String name, Reduction reduction, int fromPeriod, int toPeriod, Validity validity) {
    /** Refuses a promotion with a missing part or whose last period is before its first. */
    public Promotion {
        Checks.text(key, "key");
        Checks.text(name, "name");
        Checks.present(reduction, "reduction");
        fromPeriod = Math.max(1, Checks.atLeast(0, fromPeriod, "fromPeriod"));
        if (Checks.atLeast(0, toPeriod, "toPeriod") != 0 && toPeriod < fromPeriod) {
            throw new IllegalArgumentException("toPeriod " + toPeriod + " must not be before fromPeriod " + fromPeriod);
        }
        validity = Checks.orElse(validity, Validity.ALWAYS);
    }

    /** The lines with the promotion taken off; as they were if it does not hold. */
    public Priced apply(Priced priced, PricingPeriod period) {
        if (period.number() < fromPeriod || (toPeriod != 0 && period.number() > toPeriod)) {
            return priced;
        }
        Reason reason = new Reason(
                AdjustmentKind.PROMOTION,
                key,
                name + ", " + reduction.words(priced.currency()) + validity.words(period.billing()));
        List<RatedLine> lines = priced.lines(LineScope.SERVICES);
        return priced.reducedBy(
                reason,
                lines,
                reduction.parts(
                        lines.stream().map(line -> Reducible.left(priced, line)).toList(),
                        validity,
                        period.billing(),
                        priced.currency().getDecimalPlaces()));
    }
}
