package io.billinghub.adapters.shadow;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What causes are looked for in, beside the plan itself.
 *
 * @param taxRates per cent, each once
 * @param exchangeRates the latest ones of the bill's currency
 * @param otherQuantities what the same account was billed of the same product in other months, by their first day
 */
record Known(
        List<BigDecimal> taxRates, List<ExchangeRate> exchangeRates, SortedMap<LocalDate, BigDecimal> otherQuantities) {

    static final Known NOTHING = new Known(List.of(), List.of(), new TreeMap<>());

    Known {
        taxRates = List.copyOf(taxRates);
        exchangeRates = List.copyOf(exchangeRates);
        otherQuantities = new TreeMap<>(otherQuantities);
    }

    /** 1 unit of base costs rate units of quote. */
    record ExchangeRate(String base, String quote, BigDecimal rate, LocalDate day) {}

    Known with(SortedMap<LocalDate, BigDecimal> quantities) {
        return new Known(taxRates, exchangeRates, quantities);
    }
}
