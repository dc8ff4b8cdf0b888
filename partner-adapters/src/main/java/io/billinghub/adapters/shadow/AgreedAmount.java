package io.billinghub.adapters.shadow;

import io.billinghub.core.money.AmountOutOfLimitException;
import io.billinghub.core.rating.model.Flat;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.Needs;
import io.billinghub.core.rating.model.PreRated;
import io.billinghub.core.rating.modifier.ChargeKind;
import io.billinghub.core.rating.modifier.ChargedItem;
import io.billinghub.core.rating.modifier.PricingPeriod;
import io.billinghub.core.rating.modifier.allowance.Allowance;
import io.billinghub.core.rating.modifier.pricing.Memory;
import io.billinghub.core.rating.modifier.pricing.PlanModifiers;
import io.billinghub.core.rating.modifier.pricing.PlanState;
import io.billinghub.core.rating.modifier.promotion.Promotion;
import io.billinghub.core.rating.plan.ChargingContext;
import io.billinghub.core.rating.plan.PlanCharging;
import io.billinghub.core.rating.plan.PricePlan;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.joda.money.BigMoney;

/** What a price plan gives for what was billed. Pure. */
final class AgreedAmount {

    /** A period of the service in which no promotion of its first periods holds any more. */
    private static final int LATE = 1_000;

    private static final int MOST_NUMBERS = 36;
    /** What formats write where the partner names no unit: the quantity is in the unit of the price. */
    private static final Set<String> NO_UNIT =
            Set.of("", "unit", "units", "c62", "ea", "h87", "piece", "pieces", "pcs");

    private AgreedAmount() {}

    /**
     * Whether lines in this currency and unit can be held against the plan: it prices a quantity by itself, and nothing that it keeps from
     * one period to the next changes the price.
     */
    static boolean comparable(PricePlan plan, String currency, String unit) {
        boolean byQuantity =
                plan.model().needs().level() == Needs.Level.QUANTITY && !(plan.model() instanceof PreRated);
        String lower = unit.toLowerCase(Locale.ROOT);
        return byQuantity
                && plan.currency().getCode().equals(currency)
                && (plan.unit().equalsIgnoreCase(unit) || NO_UNIT.contains(lower))
                && (plan.modifiers() == null || stateless(plan.modifiers()));
    }

    private static boolean stateless(PlanModifiers modifiers) {
        Allowance allowance = modifiers.allowance();
        return modifiers.commitment() == null
                && (allowance == null
                        || (allowance.sharing() == Allowance.Sharing.OWN && allowance.rollOver() == null));
    }

    /**
     * The amounts that are as agreed, the likeliest first. There are several where the agreement leaves open what a line means: a promotion
     * of a subscription whose begin is not known, a fee for several months that may be one of the plan's periods.
     *
     * @return empty if the plan gives no amount for the days of service
     */
    static List<BigDecimal> all(PricePlan plan, Billed billed) {
        List<BigDecimal> amounts = new ArrayList<>();
        for (int number : numbers(plan, billed)) {
            inPeriod(plan, billed, number).ifPresent(amounts::add);
        }
        if (plan.model() instanceof Flat && ServiceDays.wholeMonths(billed.service()) > 1) {
            one(plan, billed).ifPresent(amounts::add);
        }
        return amounts;
    }

    /** The likeliest of {@link #all}. */
    static Optional<BigDecimal> of(PricePlan plan, Billed billed) {
        return inPeriod(plan, billed, numbers(plan, billed).get(0));
    }

    /** In the first period of the service, when all its promotions hold. */
    static Optional<BigDecimal> inFirstPeriod(PricePlan plan, Billed billed) {
        return inPeriod(plan, billed, 1);
    }

    private static List<Integer> numbers(PricePlan plan, Billed billed) {
        if (!plan.hasModifiers() || plan.modifiers().promotions().isEmpty()) {
            return List.of(LATE);
        }
        if (billed.startedOn() != null) {
            long months = ChronoUnit.MONTHS.between(
                    YearMonth.from(billed.startedOn()),
                    YearMonth.from(billed.service().from()));
            return List.of(Math.toIntExact(Math.max(1, months + 1)));
        }
        int last = plan.modifiers().promotions().stream()
                .mapToInt(AgreedAmount::lastChange)
                .max()
                .orElse(1);
        List<Integer> numbers = new ArrayList<>(List.of(LATE));
        IntStream.rangeClosed(1, Math.min(MOST_NUMBERS, last)).forEach(numbers::add);
        return numbers;
    }

    private static int lastChange(Promotion promotion) {
        return Math.max(promotion.fromPeriod(), promotion.toPeriod());
    }

    private static Optional<BigDecimal> inPeriod(PricePlan plan, Billed billed, int number) {
        try {
            return plan.model() instanceof Flat
                    ? fee(plan, billed).flatMap(fee -> around(plan, billed, fee, number))
                    : around(plan, billed, null, number);
        } catch (IllegalArgumentException | AmountOutOfLimitException e) {
            return Optional.empty(); // the plan has no price for this quantity
        }
    }

    /** The plan's fee as for one of its periods. */
    private static Optional<BigDecimal> one(PricePlan plan, Billed billed) {
        return plan.hasModifiers()
                ? Optional.empty()
                : Optional.of(((Flat) plan.model()).fee().multiply(billed.quantity()));
    }

    /** What the model gives for all pieces; empty if the days of service are neither months nor a part of one. */
    private static Optional<BigDecimal> fee(PricePlan plan, Billed billed) {
        Flat flat = (Flat) plan.model();
        int months = ServiceDays.wholeMonths(billed.service());
        // one day is when it was sold, not how long it was served
        boolean whole = flat.timing() == Flat.Timing.ONE_TIME || ServiceDays.days(billed.service()) == 1;
        if (whole || months > 0) {
            BigDecimal pieces = whole ? billed.quantity() : billed.quantity().multiply(BigDecimal.valueOf(months));
            return months > 1 && plan.hasModifiers()
                    ? Optional.empty()
                    : Optional.of(flat.fee().multiply(pieces));
        }
        return ServiceDays.monthOf(billed.service(), billed.bill())
                .map(month -> plan.withoutModifiers()
                        .rateRecurring(days(billed), month)
                        .amount()
                        .getAmount()
                        .multiply(billed.quantity()));
    }

    private static Optional<BigDecimal> around(PricePlan plan, Billed billed, BigDecimal fee, int number) {
        if (!plan.hasModifiers()) {
            return Optional.of(
                    fee != null
                            ? fee
                            : plan.rateUsage(billed.quantity()).amount().getAmount());
        }
        Optional<LocalPeriod> month = ServiceDays.monthOf(billed.service(), billed.bill());
        if (month.isEmpty()) {
            return Optional.empty();
        }
        LocalPeriod served = fee != null && ServiceDays.days(billed.service()) > 1 ? days(billed) : month.get();
        ChargedItem item =
                new ChargedItem("line", "account", "product", "partner", ChargeKind.USAGE, plan.key(), served, null);
        ChargingContext context =
                ChargingContext.of(item, new PricingPeriod("shadow", month.get(), served, number, true, false));
        Memory<PlanState> memory = Memory.start(PlanState.START);
        return Optional.of((fee == null
                        ? PlanCharging.ofQuantity(plan, billed.quantity(), context, memory)
                        : PlanCharging.ofFee(
                                plan,
                                billed.quantity(),
                                Optional.of(BigMoney.of(plan.currency(), fee)),
                                context,
                                memory))
                .total()
                .getAmount());
    }

    private static LocalPeriod days(Billed billed) {
        return new LocalPeriod(billed.service().from(), billed.service().to());
    }
}
