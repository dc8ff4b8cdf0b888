package io.billinghub.core.rating.plan;

import io.billinghub.core.rating.Parts;
import io.billinghub.core.rating.metering.Aggregation;
import io.billinghub.core.rating.metering.Conversion;
import io.billinghub.core.rating.metering.Filter;
import io.billinghub.core.rating.metering.Metric;
import io.billinghub.core.rating.metering.QuantityRounding;
import io.billinghub.core.rating.model.ChargeModel;
import io.billinghub.core.rating.model.Dynamic;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.Needs;
import io.billinghub.core.rating.model.PreRated;
import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.model.Rated;
import io.billinghub.core.rating.model.RatingInput;
import io.billinghub.core.rating.modifier.allowance.Allowance;
import io.billinghub.core.rating.modifier.change.FeeChanges;
import io.billinghub.core.rating.modifier.pricing.PlanModifiers;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
 * @param metric what of the usage is measured; null is taken as the sum of all quantities
 * @param model how the amount follows from the quantity
 * @param modifiers what stands around the model; null if nothing does
 * @param validFrom the first day of validity; null if it has always been valid
 * @param validTo the day after the last day of validity; null if it has no end
 */
public record PricePlan(
        String key,
        int version,
        String name,
        CurrencyUnit currency,
        String unit,
        Metric metric,
        ChargeModel model,
        PlanModifiers modifiers,
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
        if (metric != null) {
            requireFitting(metric, model);
        }
        modifiers = PlanModifiers.NONE.equals(modifiers) ? null : modifiers;
        if (modifiers != null) {
            ModifierFit.require(modifiers, model, unit);
        }
    }

    /** A plan with nothing around its model. */
    public PricePlan(
            String key,
            int version,
            String name,
            CurrencyUnit currency,
            String unit,
            Metric metric,
            ChargeModel model,
            LocalDate validFrom,
            LocalDate validTo) {
        this(key, version, name, currency, unit, metric, model, null, validFrom, validTo);
    }

    /** A plan that measures the sum of all quantities. */
    public PricePlan(
            String key,
            int version,
            String name,
            CurrencyUnit currency,
            String unit,
            ChargeModel model,
            LocalDate validFrom,
            LocalDate validTo) {
        this(key, version, name, currency, unit, null, model, null, validFrom, validTo);
    }

    private static void requireFitting(Metric metric, ChargeModel model) {
        Needs.Level level = model.needs().level();
        boolean aggregates = level == Needs.Level.QUANTITY || level == Needs.Level.COMBINATIONS;
        if (!aggregates && metric.aggregation() != Aggregation.SUM) {
            throw new IllegalArgumentException("the model does not take one aggregated quantity: aggregation of the"
                    + " metric must be SUM, but is " + metric.aggregation());
        }
        boolean roundsSum = metric.rounding() != null && metric.rounding().per() == QuantityRounding.Per.SUM;
        if (level == Needs.Level.EVENTS && roundsSum) {
            throw new IllegalArgumentException("the model prices each event: rounding of the metric must be per EVENT");
        }
        boolean changes = metric.rounding() != null || !metric.conversion().equals(Conversion.NONE);
        if (level == Needs.Level.METRICS && changes) {
            throw new IllegalArgumentException("a formula has metrics of its own: give conversion and rounding there");
        }
        boolean carried = model instanceof Dynamic || model instanceof PreRated;
        if (carried && metric.atPeriodEnd() == Metric.AtPeriodEnd.SPLIT) {
            throw new IllegalArgumentException(
                    "an event that carries an amount cannot be divided: atPeriodEnd must be WHOLE or left out");
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

    /** The metric; the sum of all quantities where the plan has none of its own. */
    public Metric measures() {
        return metric == null ? Metric.SUM : metric;
    }

    /** The unit of the usage that the plan measures: the plan's own, or another from which the metric converts. */
    public String measuredUnit() {
        return measures().unit() == null ? unit : measures().unit();
    }

    /**
     * Whether something stands around the model. {@link PlanCharging} prices such a plan; what rates by the model alone
     * refuses it, so that no modifier is ever left out in silence.
     */
    public boolean hasModifiers() {
        return modifiers != null && modifiers.surroundModel();
    }

    /** How changes of the service in the middle of a period count in the plan's fee. */
    public FeeChanges feeChanges() {
        return modifiers == null || modifiers.changes() == null ? FeeChanges.DEFAULT : modifiers.changes();
    }

    /** The same without what stands around the model. */
    public PricePlan withoutModifiers() {
        return new PricePlan(key, version, name, currency, unit, metric, model, null, validFrom, validTo);
    }

    /** Whether its allowance stands for all accounts of a hierarchy together. */
    public boolean sharesAllowance() {
        return hasModifiers()
                && modifiers.allowance() != null
                && modifiers.allowance().sharing() == Allowance.Sharing.SHARED;
    }

    /**
     * Whether sums by {@link #sumDimensions()} are enough to measure for this plan, so that no single event, nor an amount
     * that it carries, must be read. For an aggregation COUNT the sums are numbers of events. Says nothing of modifiers.
     */
    public boolean takesSums() {
        Needs.Level level = model.needs().level();
        Metric measured = measures();
        return (level == Needs.Level.QUANTITY || level == Needs.Level.COMBINATIONS)
                && !(model instanceof PreRated)
                && (measured.aggregation() == Aggregation.SUM || measured.aggregation() == Aggregation.COUNT)
                && (measured.rounding() == null || measured.rounding().per() == QuantityRounding.Per.SUM)
                && measured.atPeriodEnd() == Metric.AtPeriodEnd.WHOLE;
    }

    /** Whether usage goes on from one period into the next: sessions that are divided, and levels that hold. */
    public boolean carriesOver() {
        return splits(measures()) || model.needs().metrics().values().stream().anyMatch(PricePlan::splits);
    }

    private static boolean splits(Metric metric) {
        return metric.atPeriodEnd() == Metric.AtPeriodEnd.SPLIT;
    }

    /** The dimensions by which usage is told apart: for lines of their own, for prices and for filters. No doubles. */
    public List<String> sumDimensions() {
        Set<String> dimensions = new LinkedHashSet<>(measures().groupBy());
        dimensions.addAll(model.needs().dimensions());
        measures().filters().stream().map(Filter::dimension).forEach(dimensions::add);
        return new ArrayList<>(dimensions);
    }

    /**
     * The amount for a quantity in the plan's unit.
     *
     * @throws IllegalArgumentException if the plan has modifiers
     */
    public Rated rateUsage(BigDecimal quantity) {
        return rate(RatingInput.usage(currency, new Quantity(quantity, unit)));
    }

    /**
     * The fee for a billing period in which the service ran on the days of {@code service}.
     *
     * @throws IllegalArgumentException if the plan has modifiers
     */
    public Rated rateRecurring(LocalPeriod service, LocalPeriod billing) {
        return rate(RatingInput.recurring(currency, Quantity.one(unit), service, billing));
    }

    /**
     * The amount for an input that was made elsewhere.
     *
     * @throws CurrencyMismatchException if the input is not in the plan's currency
     * @throws IllegalArgumentException if the plan has modifiers, or the input counts another unit or lacks what the model
     *     needs
     */
    public Rated rate(RatingInput input) {
        return requireUnmodified().rateByModel(input);
    }

    /**
     * The plan itself.
     *
     * @throws IllegalArgumentException if it has modifiers
     */
    PricePlan requireUnmodified() {
        if (hasModifiers()) {
            throw new IllegalArgumentException("plan " + key + " has modifiers (" + modifiers.words()
                    + "), which its charge model alone does not apply");
        }
        return this;
    }

    /** As {@link #rate}, for those who see to the modifiers. */
    Rated rateByModel(RatingInput input) {
        if (!input.currency().equals(currency)) {
            throw new CurrencyMismatchException(input.currency(), currency);
        }
        if (!input.quantity().unit().equals(unit)) {
            throw new IllegalArgumentException("plan " + key + " counts " + unit + ", but the quantity is "
                    + input.quantity().words() + "; convert the unit first");
        }
        return model.rate(input);
    }
}
