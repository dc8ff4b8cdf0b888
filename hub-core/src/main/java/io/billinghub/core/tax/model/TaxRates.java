package io.billinghub.core.tax.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A tenant's table of tax rates by the country of supply, the product's tax class and the day. */
public final class TaxRates {

    private final Map<Key, List<TaxRate>> rates;

    public TaxRates(List<TaxRate> rates) {
        this.rates = rates.stream().collect(Collectors.groupingBy(rate -> new Key(rate.country(), rate.taxClass())));
    }

    /** The rate in force on the day, or empty where the table has none. */
    public Optional<TaxRate> inForce(String country, String taxClass, LocalDate day) {
        return rates.getOrDefault(new Key(country, taxClass), List.of()).stream()
                .filter(rate -> !day.isBefore(rate.validFrom()) && day.isBefore(rate.validTo()))
                .findFirst();
    }

    /** The days after the first and before the end on which a rate of the class begins or ends, in any country, in order. */
    List<LocalDate> changes(String taxClass, LocalDate from, LocalDate to) {
        return rates.entrySet().stream()
                .filter(entry -> entry.getKey().taxClass().equals(taxClass))
                .flatMap(entry -> entry.getValue().stream())
                .flatMap(rate -> Stream.of(rate.validFrom(), rate.validTo()))
                .filter(day -> day.isAfter(from) && day.isBefore(to))
                .distinct()
                .sorted()
                .toList();
    }

    private record Key(String country, String taxClass) {}

    /**
     * One row of the table.
     *
     * @param rate percent
     * @param validTo the first day on which it is no longer in force
     */
    public record TaxRate(
            String country,
            String taxClass,
            TaxCategory category,
            BigDecimal rate,
            Optional<String> exemptionReasonCode,
            Optional<String> exemptionReason,
            LocalDate validFrom,
            LocalDate validTo) {
        public TaxRate {
            if (!category.taxed() && rate.signum() != 0) {
                throw new IllegalArgumentException("category " + category + " has no rate above zero, was " + rate);
            }
        }
    }
}
