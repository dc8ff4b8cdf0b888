package io.billinghub.core.rating.modifier.change;

import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.Proration;
import io.billinghub.core.rating.modifier.Checks;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A recurring fee over the segments of a period.
 *
 * <p>Under {@link Proration#END_DAY_EXCLUDED} each day is counted in exactly one segment, so where nothing but the cutting
 * differs the parts add up to the uncut fee exactly: the quotient is taken of the running sum. Under
 * {@link Proration#END_DAY_INCLUDED} the day of a change is counted on either side of it, as that rule says.
 *
 * @param rule which state counts
 * @param proration how days are counted; {@link Proration#NONE} charges whole fees, and then not by day
 * @param pausedPercent how much of the fee is due for paused days, from 0 to 100
 */
public record RecurringFee(ChangeRule rule, Proration proration, BigDecimal pausedPercent) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** Refuses whole fees by day. */
    public RecurringFee {
        Checks.present(rule, "rule");
        Checks.present(proration, "proration");
        Checks.percent(pausedPercent, "pausedPercent");
        if (rule == ChangeRule.BY_DAY && proration == Proration.NONE) {
            throw new IllegalArgumentException(
                    "a fee that is not prorated cannot go by day: choose AT_START or AT_END, or a proration");
        }
    }

    /**
     * The fee of each segment that {@link #counting} leaves.
     *
     * @param segments of the period, in order; none if there was no service
     * @param fee of one for a whole period
     */
    public List<SegmentAmount> rate(List<Segment> segments, LocalPeriod billing, BigDecimal fee) {
        List<SegmentAmount> amounts = new ArrayList<>();
        Divisor days = Divisor.of(billing.days());
        BigDecimal running = BigDecimal.ZERO;
        BigDecimal charged = BigDecimal.ZERO;
        for (Segment segment : counting(segments)) {
            BigDecimal counted = BigDecimal.valueOf(proration.days(segment.days(), billing));
            BigDecimal whole = whole(segment.state(), fee);
            running = running.add(whole.multiply(counted));
            BigDecimal total = days.into(running);
            amounts.add(new SegmentAmount(segment, counted, whole, total.subtract(charged)));
            charged = total;
        }
        return List.copyOf(amounts);
    }

    private BigDecimal whole(ServiceState state, BigDecimal fee) {
        return fee.multiply(state.quantity())
                .multiply(state.paused() ? pausedPercent : HUNDRED)
                .movePointLeft(2);
    }

    /** The segments that are charged: by {@link ChangeRule#AT_START} and {@link ChangeRule#AT_END} one of all days. */
    public List<Segment> counting(List<Segment> segments) {
        if (rule == ChangeRule.BY_DAY || segments.size() < 2) {
            return segments;
        }
        Segment first = segments.get(0);
        Segment last = segments.get(segments.size() - 1);
        LocalPeriod all = new LocalPeriod(first.days().from(), last.days().to());
        return List.of(new Segment(all, rule == ChangeRule.AT_START ? first.state() : last.state()));
    }
}
