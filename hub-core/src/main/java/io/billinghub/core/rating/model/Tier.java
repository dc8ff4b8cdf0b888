package io.billinghub.core.rating.model;

import io.billinghub.core.money.AmountLimit;
import java.math.BigDecimal;
import java.util.List;

/**
 * One tier {@code (from, upTo]}. It has no {@code from} of its own: that is where the tier before it ends, so tiers can
 * neither overlap nor leave a gap. A quantity of zero belongs to the first tier.
 *
 * @param upTo the last quantity inside the tier, greater than zero; null in the last tier, which is open
 * @param unitPrice price per price base inside the tier; may be negative (a bonus)
 * @param flatFee fee of the tier; null is taken as zero
 */
public record Tier(BigDecimal upTo, BigDecimal unitPrice, BigDecimal flatFee) {
    /** Refuses a tier without a price and one that ends at or below zero. */
    public Tier {
        unitPrice = Parts.required(unitPrice, "unitPrice");
        flatFee = Parts.zeroIfAbsent(flatFee, "flatFee");
        if (upTo != null) {
            AmountLimit.requireAccepted(upTo, "upTo");
            if (upTo.signum() <= 0) {
                throw new IllegalArgumentException("upTo must be greater than zero, but is " + upTo);
            }
        }
    }

    /** Whether a quantity is not beyond this tier. */
    boolean reaches(BigDecimal quantity) {
        return upTo == null || quantity.compareTo(upTo) <= 0;
    }

    /**
     * The tiers as they are, in an immutable list.
     *
     * @throws IllegalArgumentException if there is none, if they do not rise, or if not exactly the last is open
     */
    static List<Tier> requireContiguous(List<Tier> tiers) {
        if (tiers == null || tiers.isEmpty()) {
            throw new IllegalArgumentException("tiers must hold at least one tier");
        }
        BigDecimal from = BigDecimal.ZERO;
        for (int i = 0; i < tiers.size(); i++) {
            BigDecimal upTo = Parts.present(tiers.get(i), "tiers[" + i + "]").upTo();
            boolean last = i == tiers.size() - 1;
            if (last != (upTo == null)) {
                throw new IllegalArgumentException(
                        last
                                ? "the last tier must be open, but ends at upTo " + Wording.plain(upTo)
                                        + "; leave upTo out of it"
                                : "tiers[" + i + "] has no upTo; only the last tier may be open");
            }
            if (!last) {
                if (upTo.compareTo(from) <= 0) {
                    throw new IllegalArgumentException("tiers[" + i + "] must end above " + Wording.plain(from)
                            + ", where the tier before it ends, but its upTo is " + Wording.plain(upTo));
                }
                from = upTo;
            }
        }
        return List.copyOf(tiers);
    }
}
