package io.billinghub.core.rating.model;

import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.Parts;
import io.billinghub.core.rating.metering.UsageEvent;
import java.math.BigDecimal;
import java.util.List;
import org.joda.money.BigMoney;

/**
 * Σ over events of the amount that each carries, or of its quantity × the price of a unit that it carries, × a multiplier.
 *
 * @param carries what the amount of an event is
 * @param multiplier a mark-up of 20 % is 1.2; null is taken as 1
 */
public record Dynamic(Carries carries, BigDecimal multiplier) implements ChargeModel {

    /** What an event carries. */
    public enum Carries {
        /** Its own amount, with its own sign. */
        AMOUNT,
        /** The price of one unit of its quantity. */
        UNIT_PRICE
    }

    /** Refuses a missing part. */
    public Dynamic {
        Parts.present(carries, "carries");
        multiplier = multiplier == null ? BigDecimal.ONE : Parts.required(multiplier, "multiplier");
    }

    @Override
    public Needs needs() {
        return Needs.EVENTS;
    }

    /** As every model, but a carried amount keeps its sign; a carried price follows the sign of the quantity by itself. */
    @Override
    public Rated rate(RatingInput input) {
        return rateMagnitude(input);
    }

    @Override
    public Rated rateMagnitude(RatingInput input) {
        BigDecimal carried = BigDecimal.ZERO;
        for (UsageEvent event : input.measured(Measured.Events.class, "a dynamic price needs each event")
                .events()) {
            if (event.amount() == null) {
                throw new IllegalArgumentException("event " + event.id() + " carries no "
                        + (carries == Carries.AMOUNT ? "amount" : "price of a unit") + ", which the plan asks for");
            }
            carried = carried.add(
                    carries == Carries.AMOUNT ? event.amount() : event.amount().multiply(event.quantity()));
        }
        RatedStep step = new RatedStep(
                this,
                0,
                carried,
                input.currency().getCode(),
                multiplier,
                Divisor.ONE,
                BigDecimal.ZERO,
                BigMoney.of(input.currency(), carried.multiply(multiplier)));
        return Rated.of(input.currency(), List.of(step));
    }

    @Override
    public String describe(RatedStep step) {
        String words = Wording.price(step.quantity(), step.amount().getCurrencyUnit()) + " as the usage carries it";
        return multiplier.compareTo(BigDecimal.ONE) == 0 ? words : words + " × " + Wording.plain(multiplier);
    }

    @Override
    public StepKind kind(RatedStep step) {
        return StepKind.CARRIED;
    }
}
