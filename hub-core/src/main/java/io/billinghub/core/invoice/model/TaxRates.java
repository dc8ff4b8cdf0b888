package io.billinghub.core.invoice.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The tenant's table of tax rates by the buyer's country, the product's tax class and the day. */
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
