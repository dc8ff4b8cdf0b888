package io.billinghub.core.invoice.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.joda.money.CurrencyUnit;

/** Exchange rates for one bill run: one rate for each pair of currencies. */
public final class ConversionRates {

    private final Map<Pair, Rate> rates;

    public ConversionRates(List<Rate> rates) {
        this.rates = rates.stream()
                .collect(Collectors.toMap(rate -> new Pair(rate.base(), rate.quote()), Function.identity()));
    }

    public Optional<Rate> between(CurrencyUnit base, CurrencyUnit quote) {
        return Optional.ofNullable(rates.get(new Pair(base, quote)));
    }

    private record Pair(CurrencyUnit base, CurrencyUnit quote) {}

    /**
     * 1 unit of {@code base} costs {@code rate} units of {@code quote}.
     *
     * @param id {@code exchange_rate.id}, kept on each line that was converted with it
     */
    public record Rate(long id, CurrencyUnit base, CurrencyUnit quote, BigDecimal rate, LocalDate date) {}
}
