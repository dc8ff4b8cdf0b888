package io.billinghub.core.rating.modifier.change;

import io.billinghub.core.rating.modifier.Checks;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Usage of a period in the middle of which the plan changes. Each use belongs to the segment of its day. */
public final class UsageOverSegments {
    private UsageOverSegments() {}

    /** Where the tiers of a segment begin. */
    public enum Tiers {
        /** At zero in each segment. */
        AFRESH,
        /**
         * Where the segments before have got to: a segment costs what all so far would cost under its plan, less what those
         * before it would. While the plan stays the same, cutting the period does not change the sum.
         */
        RUNNING
    }

    /** The amount of a quantity under a plan; pure. */
    @FunctionalInterface
    public interface Price {
        /** The unrounded amount in the plan's currency. */
        BigDecimal of(ServiceState state, BigDecimal quantity);
    }

    /**
     * Usage in one segment.
     *
     * @param segment whose days it was used on
     * @param quantity zero or more
     */
    public record SegmentUse(Segment segment, BigDecimal quantity) {
        /** Refuses a missing part. */
        public SegmentUse {
            Checks.present(segment, "segment");
            Checks.present(quantity, "quantity");
        }
    }

    /**
     * The amount of each segment.
     *
     * @param uses in the order of the segments
     */
    public static List<SegmentAmount> rate(List<SegmentUse> uses, Tiers tiers, Price price) {
        List<SegmentAmount> amounts = new ArrayList<>();
        BigDecimal before = BigDecimal.ZERO;
        for (SegmentUse use : uses) {
            ServiceState state = use.segment().state();
            BigDecimal amount;
            if (tiers == Tiers.AFRESH || before.signum() == 0) {
                amount = price.of(state, use.quantity());
            } else {
                amount = price.of(state, before.add(use.quantity())).subtract(price.of(state, before));
            }
            amounts.add(new SegmentAmount(use.segment(), use.quantity(), amount));
            before = before.add(use.quantity());
        }
        return List.copyOf(amounts);
    }
}
