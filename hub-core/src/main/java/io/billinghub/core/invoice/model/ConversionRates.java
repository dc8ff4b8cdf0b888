package io.billinghub.core.invoice.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.joda.money.CurrencyUnit;

/** Exchange rates for one bill run: one rate for each pair of currencies, and what follows from them for other pairs. */
public final class ConversionRates {

    /** Rates that are derived have as many digits as the longest that central banks publish, and some more. */
    private static final MathContext DIGITS = new MathContext(12, RoundingMode.HALF_UP);

    private final Map<Pair, Rate> rates;

    public ConversionRates(Collection<Rate> rates) {
        this.rates = rates.stream()
                .collect(Collectors.toMap(rate -> new Pair(rate.base(), rate.quote()), Function.identity()));
    }

    /** The rate of the pair itself. */
    public Optional<Rate> between(CurrencyUnit base, CurrencyUnit quote) {
        return Optional.ofNullable(rates.get(new Pair(base, quote)));
    }

    /**
     * The rate that follows for a pair that has none of its own: the inverse of the other direction, or else by one third currency; of several
     * the latest, then the first by its code.
     */
    public Optional<Derived> derived(CurrencyUnit base, CurrencyUnit quote) {
        Optional<Leg> inverse = between(quote, base).map(Leg::inverse);
        if (inverse.isPresent()) {
            Leg leg = inverse.get();
            return Optional.of(
                    new Derived(base, quote, leg.rate().round(DIGITS), leg.date(), leg.source() + " inverse"));
        }
        return thirds().stream()
                .flatMap(third -> across(base, third, quote).stream())
                .max(Comparator.comparing(Derived::date)); // of equal ones the first
    }

    private Optional<Derived> across(CurrencyUnit base, CurrencyUnit third, CurrencyUnit quote) {
        return leg(base, third)
                .flatMap(first -> leg(third, quote).map(second -> {
                    LocalDate older = first.date().isBefore(second.date()) ? first.date() : second.date();
                    String source = first.source().equals(second.source())
                            ? first.source()
                            : first.source() + " and " + second.source();
                    return new Derived(
                            base,
                            quote,
                            first.rate().multiply(second.rate()).round(DIGITS),
                            older,
                            source + " via " + third);
                }));
    }

    private Optional<Leg> leg(CurrencyUnit from, CurrencyUnit to) {
        return between(from, to)
                .map(rate -> new Leg(rate.rate(), rate.source(), rate.date()))
                .or(() -> between(to, from).map(Leg::inverse));
    }

    private Set<CurrencyUnit> thirds() {
        return rates.keySet().stream()
                .flatMap(pair -> List.of(pair.base(), pair.quote()).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private record Leg(BigDecimal rate, String source, LocalDate date) {
        static Leg inverse(Rate rate) {
            return new Leg(BigDecimal.ONE.divide(rate.rate(), MathContext.DECIMAL64), rate.source(), rate.date());
        }
    }

    private record Pair(CurrencyUnit base, CurrencyUnit quote) {}

    /**
     * 1 unit of {@code base} costs {@code rate} units of {@code quote}.
     *
     * @param id {@code exchange_rate.id}, kept on each line that was converted with it
     */
    public record Rate(
            long id, String source, CurrencyUnit base, CurrencyUnit quote, BigDecimal rate, LocalDate date) {}

    /**
     * A rate that follows from others.
     *
     * @param date of the older of them
     * @param source where they are from and how it follows
     */
    public record Derived(CurrencyUnit base, CurrencyUnit quote, BigDecimal rate, LocalDate date, String source) {}
}
