package io.billinghub.core.rating.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyMismatchException;
import org.joda.money.CurrencyUnit;

/**
 * One version of the price of one product, as agreed. A change of price is a new version with its own validity. Switches
 * on which known engines differ belong to the model that they concern.
 *
 * @param key what all versions share: small letters, digits, {@code .}, {@code _} and {@code -}, at most 64
 * @param version 1 or more
 * @param name what a customer reads; not blank
 * @param currency of all prices; conversion is a step of its own
 * @param unit what the prices count, for example {@code GB}; not blank
 * @param model how the amount follows from the quantity
 * @param validFrom the first day of validity; null if it has always been valid
 * @param validTo the day after the last day of validity; null if it has no end
 */
public record PricePlan(
        String key,
        int version,
        String name,
        CurrencyUnit currency,
        String unit,
        ChargeModel model,
        LocalDate validFrom,
        LocalDate validTo) {

    private static final int MAX_KEY_LENGTH = 64;

    /** Refuses a plan with a missing or wrong part. */
    public PricePlan {
        requireKey(key);
        if (version < 1) {
            throw new IllegalArgumentException("version must be given and be 1 or more, but is " + version);
        }
        Parts.notBlank(name, "name");
        Parts.present(currency, "currency");
        Parts.notBlank(unit, "unit");
        Parts.present(model, "model");
        if (validFrom != null && validTo != null && !validFrom.isBefore(validTo)) {
            throw new IllegalArgumentException("validTo " + validTo + " must be after validFrom " + validFrom);
        }
    }

    private static void requireKey(String key) {
        Parts.notBlank(key, "key");
        boolean allowed = key.length() <= MAX_KEY_LENGTH
                && key.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "._-".indexOf(c) >= 0);
        if (!allowed) {
            throw new IllegalArgumentException("key must be at most " + MAX_KEY_LENGTH
                    + " small letters, digits, '.', '_' or '-', but is '" + key + "'");
        }
    }

    /** Whether charges of this day are rated by this version. */
    public boolean inForceOn(LocalDate day) {
        return (validFrom == null || !day.isBefore(validFrom)) && (validTo == null || day.isBefore(validTo));
    }

    /** The amount for a quantity in the plan's unit. */
    public Rated rateUsage(BigDecimal quantity) {
        return model.rate(RatingInput.usage(currency, new Quantity(quantity, unit)));
    }

    /** The fee for a billing period in which the service ran on the days of {@code service}. */
    public Rated rateRecurring(LocalPeriod service, LocalPeriod billing) {
        return model.rate(RatingInput.recurring(currency, Quantity.one(unit), service, billing));
    }

    /**
     * The partner's own amount.
     *
     * @throws CurrencyMismatchException if it is not in the plan's currency
     */
    public Rated ratePreRated(BigDecimal quantity, BigMoney partnerAmount) {
        return rate(RatingInput.preRated(new Quantity(quantity, unit), partnerAmount));
    }

    /**
     * The amount for an input that was made elsewhere.
     *
     * @throws CurrencyMismatchException if the input is not in the plan's currency
     * @throws IllegalArgumentException if the input counts another unit, or lacks what the model needs
     */
    public Rated rate(RatingInput input) {
        if (!input.currency().equals(currency)) {
            throw new CurrencyMismatchException(input.currency(), currency);
        }
        if (!input.quantity().unit().equals(unit)) {
            throw new IllegalArgumentException("plan " + key + " counts " + unit + ", but the quantity is "
                    + Wording.quantity(
                            input.quantity().amount(), input.quantity().unit())
                    + "; convert the unit first");
        }
        return model.rate(input);
    }
}
