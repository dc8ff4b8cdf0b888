package io.billinghub.core.usagelimit.model;

import io.billinghub.core.consumption.model.Used;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.joda.money.CurrencyUnit;

/**
 * What a limit counts.
 *
 * @param offeringId {@code product_offering.id}; empty for all products
 * @param unit that is counted as it was sent; empty where the amount is counted
 * @param currency of the amounts that are counted, by the price plans and not rounded; empty where a quantity is counted
 */
public record Limited(OptionalLong offeringId, Optional<String> unit, Optional<CurrencyUnit> currency) {

    public Limited {
        Objects.requireNonNull(offeringId, "offeringId");
        if (unit.isPresent() == currency.isPresent()) {
            throw new IllegalArgumentException("a limit counts either a unit or a currency");
        }
    }

    /** How much of it there is in the usage. Usage without a price has no amount; what is missing up to a minimum or a commitment is no usage. */
    public BigDecimal of(Collection<Used> usage) {
        return usage.stream()
                .filter(used -> offeringId.isEmpty() || offeringId.getAsLong() == used.offeringId())
                .map(this::of)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private BigDecimal of(Used used) {
        if (unit.isPresent()) {
            return used.unit().equals(unit.get()) ? used.quantity() : BigDecimal.ZERO;
        }
        return used.lines().stream()
                .filter(line -> !line.isAdded())
                .map(line -> line.amount())
                .filter(amount -> amount.getCurrencyUnit().equals(currency.orElseThrow()))
                .map(amount -> amount.getAmount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
