package io.billinghub.core.rating.model;

import java.math.BigDecimal;
import java.util.Objects;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyMismatchException;
import org.joda.money.CurrencyUnit;

/**
 * What a charge model rates. {@link PricePlan} makes inputs in its own currency and unit.
 *
 * @param currency the currency of the plan's prices
 * @param quantity how much; 1 for a fee
 * @param service the days on which the service ran, for proration; null where nothing is prorated
 * @param billing the whole period that a recurring fee pays for; null if and only if {@code service} is
 * @param partnerAmount the partner's own amount for pre-rated lines, in {@code currency}, else null
 * @param measured what was measured beyond the quantity; null where the model needs nothing else
 */
public record RatingInput(
        CurrencyUnit currency,
        Quantity quantity,
        LocalPeriod service,
        LocalPeriod billing,
        BigMoney partnerAmount,
        Measured measured) {
    /** Refuses half a pair of periods and a partner's amount in another currency. */
    public RatingInput {
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(quantity, "quantity");
        if ((service == null) != (billing == null)) {
            throw new IllegalArgumentException("service period and billing period are given together or not at all");
        }
        if (billing != null && billing.days() == 0) {
            throw new IllegalArgumentException("the billing period at " + billing.from() + " has no days");
        }
        if (partnerAmount != null && !partnerAmount.getCurrencyUnit().equals(currency)) {
            throw new CurrencyMismatchException(partnerAmount.getCurrencyUnit(), currency);
        }
    }

    /** A quantity of usage or of pieces. */
    public static RatingInput usage(CurrencyUnit currency, Quantity quantity) {
        return new RatingInput(currency, quantity, null, null, null, null);
    }

    /** A recurring fee for a billing period in which the service ran on the days of {@code service}. */
    public static RatingInput recurring(
            CurrencyUnit currency, Quantity quantity, LocalPeriod service, LocalPeriod billing) {
        return new RatingInput(currency, quantity, service, billing, null, null);
    }

    /** A line that the partner has rated itself. */
    public static RatingInput preRated(Quantity quantity, BigMoney partnerAmount) {
        return new RatingInput(partnerAmount.getCurrencyUnit(), quantity, null, null, partnerAmount, null);
    }

    /** Usage that was measured by combinations, as single events or as named numbers. */
    public static RatingInput measured(CurrencyUnit currency, String unit, Measured measured) {
        Quantity quantity = new Quantity(measured.quantity(), unit);
        return new RatingInput(currency, quantity, null, null, null, measured);
    }

    RatingInput reversed() {
        Measured mirrored = measured == null ? null : measured.reversed();
        return new RatingInput(currency, quantity.reversed(), service, billing, partnerAmount, mirrored);
    }

    /** A part of the usage, for a model inside of a model. */
    RatingInput of(BigDecimal part) {
        return new RatingInput(currency, new Quantity(part, quantity.unit()), service, billing, null, null);
    }

    /** What was measured, of the kind that the model needs. */
    <T extends Measured> T measured(Class<T> kind, String neededBy) {
        if (!kind.isInstance(measured)) {
            throw new IllegalArgumentException(neededBy);
        }
        return kind.cast(measured);
    }
}
