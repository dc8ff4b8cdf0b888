package io.billinghub.core.rating.model;

import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.Parts;
import io.billinghub.core.rating.metering.UsageEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/**
 * A percentage of a base amount, and a fixed fee for each transaction. The base amount is the quantity, so the unit of the
 * plan is a currency.
 *
 * <p>Free transactions and the free amount go to the oldest transactions; a transaction that is free as a whole has no
 * fixed fee. A negative transaction (a refund) takes back what it would cost, its fixed fee and limits included, and
 * neither uses up nor gives back what is free. Where the sum of all transactions is negative, the whole is the mirror of
 * its reversal, as in every model.
 *
 * @param rate per cent of the base amount; may be negative (a cash back)
 * @param fixed for each transaction; null is taken as zero
 * @param freeTransactions how many cost nothing, zero or more
 * @param freeAmount so much of the base amounts costs nothing, zero or more; null is taken as zero
 * @param minimum the least that is charged; null for none
 * @param maximum the most that is charged, not below {@code minimum}; null for none
 * @param limits to what minimum and maximum apply; null is taken as {@link Limits#PER_TRANSACTION}
 */
public record Percentage(
        BigDecimal rate,
        BigDecimal fixed,
        int freeTransactions,
        BigDecimal freeAmount,
        BigDecimal minimum,
        BigDecimal maximum,
        Limits limits)
        implements ChargeModel {
    static final Divisor HUNDRED = Divisor.of(100);
    private static final String TRANSACTIONS = "transactions";

    private static final int FREE_TRANSACTIONS = 0;
    private static final int FREE_AMOUNT = 1;
    private static final int RATE = 2;
    private static final int FIXED = 3;
    private static final int AT_MINIMUM = 4;
    private static final int AT_MAXIMUM = 5;
    private static final int TO_LIMIT = 6;

    /** To what the minimum and the maximum apply. */
    public enum Limits {
        /** To each transaction that is not free. */
        PER_TRANSACTION,
        /** To the sum of all transactions, if one of them is not free. */
        ON_SUM
    }

    /** Refuses a missing rate and a maximum below the minimum. */
    public Percentage {
        Parts.required(rate, "rate");
        fixed = Parts.zeroIfAbsent(fixed, "fixed");
        freeAmount = Parts.notNegative(freeAmount, "freeAmount");
        if (freeTransactions < 0) {
            throw new IllegalArgumentException("freeTransactions must be zero or more, but is " + freeTransactions);
        }
        if (minimum != null) {
            Parts.notNegative(minimum, "minimum");
        }
        if (maximum != null
                && Parts.notNegative(maximum, "maximum").compareTo(Parts.zeroIfAbsent(minimum, "minimum")) < 0) {
            throw new IllegalArgumentException(
                    "maximum " + maximum.toPlainString() + " is below minimum " + minimum.toPlainString());
        }
        limits = limits == null ? Limits.PER_TRANSACTION : limits;
    }

    @Override
    public Needs needs() {
        boolean limited = minimum != null || maximum != null;
        boolean sumIsEnough = fixed.signum() == 0
                && freeTransactions == 0
                && freeAmount.signum() == 0
                && !(limited && limits == Limits.PER_TRANSACTION);
        return sumIsEnough ? Needs.QUANTITY : Needs.EVENTS;
    }

    @Override
    public Rated rateMagnitude(RatingInput input) {
        Tally tally = new Tally();
        if (needs().level() == Needs.Level.QUANTITY) {
            tally.base = input.quantity().amount();
            tally.charged = tally.base.signum() != 0;
        } else {
            input.measured(Measured.Events.class, "a percentage with terms per transaction needs each transaction")
                    .events()
                    .forEach(tally::add);
        }
        List<RatedStep> steps = steps(input, tally);
        if (limits == Limits.ON_SUM && tally.charged) {
            limitSum(input, steps);
        }
        return Rated.of(input.currency(), steps);
    }

    private List<RatedStep> steps(RatingInput input, Tally tally) {
        CurrencyUnit currency = input.currency();
        String unit = input.quantity().unit();
        List<RatedStep> steps = new ArrayList<>();
        if (tally.free > 0) {
            steps.add(perTransaction(currency, FREE_TRANSACTIONS, tally.free, BigDecimal.ZERO));
        }
        if (tally.freeBase.signum() > 0) {
            steps.add(new RatedStep(
                    this,
                    FREE_AMOUNT,
                    tally.freeBase,
                    unit,
                    BigDecimal.ZERO,
                    Divisor.ONE,
                    BigDecimal.ZERO,
                    BigMoney.zero(currency)));
        }
        boolean limited = tally.atMinimum != 0 || tally.atMaximum != 0;
        if (tally.base.signum() != 0 || (steps.isEmpty() && !limited)) {
            BigMoney amount = BigMoney.of(currency, percent(tally.base));
            steps.add(new RatedStep(this, RATE, tally.base, unit, rate, HUNDRED, BigDecimal.ZERO, amount));
        }
        if (tally.paid != 0 && fixed.signum() != 0) {
            steps.add(perTransaction(currency, FIXED, tally.paid, fixed));
        }
        if (tally.atMinimum != 0) {
            steps.add(perTransaction(currency, AT_MINIMUM, tally.atMinimum, minimum));
        }
        if (tally.atMaximum != 0) {
            steps.add(perTransaction(currency, AT_MAXIMUM, tally.atMaximum, maximum));
        }
        return steps;
    }

    private RatedStep perTransaction(CurrencyUnit currency, int position, long count, BigDecimal price) {
        BigDecimal transactions = BigDecimal.valueOf(count);
        BigMoney amount = BigMoney.of(currency, transactions.multiply(price));
        return new RatedStep(this, position, transactions, TRANSACTIONS, price, Divisor.ONE, BigDecimal.ZERO, amount);
    }

    private void limitSum(RatingInput input, List<RatedStep> steps) {
        BigDecimal sum = steps.stream().map(step -> step.amount().getAmount()).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal limited = minimum == null ? sum : sum.max(minimum);
        limited = maximum == null ? limited : limited.min(maximum);
        BigDecimal difference = limited.subtract(sum);
        if (difference.signum() != 0) {
            steps.add(new RatedStep(
                    this,
                    TO_LIMIT,
                    BigDecimal.ONE,
                    input.quantity().unit(),
                    difference,
                    Divisor.ONE,
                    BigDecimal.ZERO,
                    BigMoney.of(input.currency(), difference)));
        }
    }

    private BigDecimal percent(BigDecimal base) {
        return base.multiply(rate).movePointLeft(2);
    }

    @Override
    public String describe(RatedStep step) {
        String transactions = Wording.quantity(step.quantity(), step.unit());
        CurrencyUnit currency = step.amount().getCurrencyUnit();
        return switch (step.position()) {
            case FREE_TRANSACTIONS, FREE_AMOUNT -> "first " + transactions + " free";
            case RATE -> Wording.percentage(step);
            case FIXED -> transactions + Wording.at(step);
            case AT_MINIMUM -> transactions + " at the minimum of " + Wording.price(step.unitPrice(), currency);
            case AT_MAXIMUM -> transactions + " at the maximum of " + Wording.price(step.unitPrice(), currency);
            default -> step.unitPrice().signum() > 0 ? "difference to the minimum" : "difference to the maximum";
        };
    }

    @Override
    public StepKind kind(RatedStep step) {
        return switch (step.position()) {
            case FREE_TRANSACTIONS, FREE_AMOUNT -> StepKind.FREE;
            case RATE -> StepKind.PERCENT;
            case FIXED -> StepKind.PLAIN;
            case AT_MINIMUM -> StepKind.AT_MINIMUM;
            case AT_MAXIMUM -> StepKind.AT_MAXIMUM;
            default -> step.unitPrice().signum() > 0 ? StepKind.TO_MINIMUM : StepKind.TO_MAXIMUM;
        };
    }

    /** What the transactions come to, oldest first. */
    private final class Tally {
        private BigDecimal base = BigDecimal.ZERO;
        private BigDecimal freeBase = BigDecimal.ZERO;
        private long free;
        private long paid;
        private long atMinimum;
        private long atMaximum;
        private boolean charged;

        void add(UsageEvent transaction) {
            BigDecimal left = transaction.quantity();
            int sign = left.signum() < 0 ? -1 : 1;
            if (sign > 0 && free < freeTransactions) {
                free++;
                return;
            }
            if (sign > 0) {
                BigDecimal unpaid = left.min(freeAmount.subtract(freeBase));
                freeBase = freeBase.add(unpaid);
                left = left.subtract(unpaid);
                if (unpaid.signum() > 0 && left.signum() == 0) {
                    return;
                }
            }
            charged = true;
            BigDecimal cost = percent(left.abs()).add(fixed);
            if (limits == Limits.PER_TRANSACTION && minimum != null && cost.compareTo(minimum) < 0) {
                atMinimum += sign;
            } else if (limits == Limits.PER_TRANSACTION && maximum != null && cost.compareTo(maximum) > 0) {
                atMaximum += sign;
            } else {
                base = base.add(left);
                paid += sign;
            }
        }
    }
}
