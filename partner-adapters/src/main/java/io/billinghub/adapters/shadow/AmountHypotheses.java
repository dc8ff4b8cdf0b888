package io.billinghub.adapters.shadow;

import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.model.Flat;
import io.billinghub.core.rating.model.PerUnit;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The agreed price was applied to another quantity, or something was done to the amount. Pure. */
final class AmountHypotheses {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    /** Digits of quantities that do not come out even: more than any has that is billed, fewer than a rating refuses. */
    private static final MathContext DIGITS = new MathContext(18, RoundingMode.HALF_UP);

    private static final Map<String, BigDecimal> FACTORS = factors();

    private AmountHypotheses() {}

    static Stream<Guess> unitOrBlock(Compared c) {
        if (c.plan().model() instanceof Flat) {
            return Stream.empty();
        }
        Map<String, BigDecimal> factors = new LinkedHashMap<>(FACTORS);
        ModelChanges.base(c.plan().model()).ifPresent(base -> factors.put(base.toPlainString(), base));
        return factors.entrySet().stream()
                .flatMap(factor -> Stream.concat(
                        scaled(c, c.billed().quantity().multiply(factor.getValue()), "times " + factor.getKey()),
                        scaled(
                                c,
                                Divisor.of(factor.getValue())
                                        .into(c.billed().quantity())
                                        .round(DIGITS),
                                "divided by " + factor.getKey())));
    }

    private static Stream<Guess> scaled(Compared c, BigDecimal quantity, String words) {
        return c.of(quantity)
                .map(amount ->
                        new Guess(Cause.UNIT_OR_BLOCK, amount, "the price gives for " + c.quantity() + " " + words));
    }

    private static Map<String, BigDecimal> factors() {
        Map<String, BigDecimal> factors = new LinkedHashMap<>();
        for (String factor : List.of("1000", "60", "1024", "3600", "1000000", "1048576")) {
            factors.put(factor, new BigDecimal(factor));
        }
        factors.put("1.024 (1024 for 1000)", new BigDecimal("1.024"));
        factors.put("1.048576 (MiB for MB)", new BigDecimal("1.048576"));
        factors.put("1.073741824 (GiB for GB)", new BigDecimal("1.073741824"));
        return factors;
    }

    static Stream<Guess> otherPeriod(Compared c) {
        return c.known().otherQuantities().entrySet().stream()
                .flatMap(month -> c.of(month.getValue())
                        .map(amount -> new Guess(
                                Cause.OTHER_PERIOD,
                                amount,
                                "the price gives for "
                                        + month.getValue().stripTrailingZeros().toPlainString()
                                        + ", the quantity of the period from " + month.getKey())));
    }

    static Stream<Guess> taxIncluded(Compared c) {
        return c.known().taxRates().stream()
                .map(rate -> new Guess(
                        Cause.TAX_INCLUDED,
                        c.expected().multiply(HUNDRED.add(rate)).movePointLeft(2),
                        "the agreed " + c.words(c.expected()) + " comes to with "
                                + rate.stripTrailingZeros().toPlainString() + " % of tax on top"));
    }

    static Stream<Guess> currencyConversion(Compared c) {
        String own = c.plan().currency().getCode();
        return c.known().exchangeRates().stream()
                .flatMap(rate -> Stream.of(
                                c.expected().multiply(rate.rate()),
                                Divisor.of(rate.rate()).into(c.expected()))
                        .map(amount -> new Guess(
                                Cause.CURRENCY_CONVERSION,
                                amount,
                                "the agreed " + c.words(c.expected()) + " comes to when it is converted between "
                                        + own + " and " + (rate.base().equals(own) ? rate.quote() : rate.base())
                                        + " at the rate "
                                        + rate.rate().stripTrailingZeros().toPlainString() + " of " + rate.day())));
    }

    static Stream<Guess> sign(Compared c) {
        return Stream.of(new Guess(Cause.SIGN, c.expected().negate(), "the agreed amount is with the other sign"));
    }

    static Stream<Guess> countedTwice(Compared c) {
        return Stream.of(
                new Guess(Cause.COUNTED_TWICE, c.expected().multiply(TWO), "the agreed amount comes to twice"));
    }

    static Stream<Guess> roundedUnitPrice(Compared c) {
        if (!(c.plan().model() instanceof PerUnit perUnit)) {
            return Stream.empty();
        }
        BigDecimal price = perUnit.priceBase().into(perUnit.unitPrice());
        BigDecimal rounded = price.setScale(c.minorUnits(), RoundingMode.HALF_UP);
        return Stream.of(new Guess(
                Cause.ROUNDED_UNIT_PRICE,
                c.billed().quantity().multiply(rounded),
                c.quantity() + " come to at " + rounded.toPlainString() + ", the price of a unit rounded too early"));
    }

    /** A whole or half per cent more or less; only where an amount is large enough that not any would be one. */
    static Stream<Guess> percentage(Compared c) {
        BigDecimal expected = c.expected();
        if (expected.abs().movePointRight(c.minorUnits()).compareTo(BigDecimal.valueOf(1_000)) < 0) {
            return Stream.empty();
        }
        BigDecimal halves = c.billed()
                .net()
                .subtract(expected)
                .multiply(BigDecimal.valueOf(200))
                .divide(expected, 0, RoundingMode.HALF_UP);
        if (halves.signum() == 0 || halves.abs().compareTo(BigDecimal.valueOf(190)) > 0) {
            return Stream.empty();
        }
        BigDecimal percent = halves.divide(TWO);
        return Stream.of(new Guess(
                Cause.PERCENTAGE,
                expected.multiply(HUNDRED.add(percent)).movePointLeft(2),
                "the agreed amount is with "
                        + percent.abs().stripTrailingZeros().toPlainString() + " % "
                        + (percent.signum() < 0 ? "taken off" : "on top")));
    }
}
