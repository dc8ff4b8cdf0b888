package io.billinghub.core.rating.model;

import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.Parts;
import java.math.BigDecimal;
import java.util.List;
import org.joda.money.BigMoney;

/**
 * A fee, whatever the quantity: once, or for each billing period, prorated by calendar day where asked.
 *
 * <p>A prorated fee needs the service and the billing period; its amount is {@code fee × days of service ÷ days of the
 * billing period}. A negative quantity takes the fee back.
 *
 * @param timing when the fee is charged
 * @param fee for one time or one whole billing period; may be negative (a credit)
 * @param proration null is taken as {@link Proration#NONE}; must be that for a one-time fee
 */
public record Flat(Timing timing, BigDecimal fee, Proration proration) implements ChargeModel {

    /** When a fee is charged; which billing period the caller passes follows from it. */
    public enum Timing {
        /** Once, with no period. */
        ONE_TIME,
        /** At the start of the period that it pays for. */
        IN_ADVANCE,
        /** After the end of the period that it pays for. */
        IN_ARREARS
    }

    /** Refuses a fee without timing or number, and a prorated one-time fee. */
    public Flat {
        Parts.present(timing, "timing");
        Parts.required(fee, "fee");
        proration = proration == null ? Proration.NONE : proration;
        if (timing == Timing.ONE_TIME && proration != Proration.NONE) {
            throw new IllegalArgumentException("a one-time fee has no period: proration must be NONE or left out");
        }
    }

    @Override
    public Rated rateMagnitude(RatingInput input) {
        if (proration == Proration.NONE) {
            return step(input, BigDecimal.ONE, input.quantity().unit(), Divisor.ONE, fee);
        }
        if (input.billing() == null) {
            throw new IllegalArgumentException("a prorated fee needs the service period and the billing period");
        }
        Divisor all = Divisor.of(input.billing().days());
        BigDecimal days = BigDecimal.valueOf(proration.days(input.service(), input.billing()));
        BigDecimal amount = days.compareTo(all.value()) == 0 ? fee : all.into(fee.multiply(days));
        return step(input, days, "days", all, amount);
    }

    private Rated step(RatingInput input, BigDecimal quantity, String unit, Divisor base, BigDecimal amount) {
        BigMoney money = BigMoney.of(input.currency(), amount);
        return Rated.of(
                input.currency(), List.of(new RatedStep(this, 0, quantity, unit, fee, base, BigDecimal.ZERO, money)));
    }

    @Override
    public String describe(RatedStep step) {
        String name = timing == Timing.ONE_TIME ? "one-time fee" : "recurring fee";
        if (proration == Proration.NONE) {
            return name;
        }
        return name + " of " + Wording.price(fee, step.amount().getCurrencyUnit()) + " for "
                + Wording.plain(step.quantity()) + " of "
                + Wording.plain(step.priceBase().value()) + " days";
    }

    @Override
    public StepKind kind(RatedStep step) {
        if (timing == Timing.ONE_TIME) {
            return StepKind.ONE_TIME;
        }
        return proration == Proration.NONE ? StepKind.RECURRING : StepKind.DAYS;
    }
}
