package io.billinghub.core.money;

import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.IllegalCurrencyException;

/** The currencies that an amount may be in: ISO 4217 without the codes for metals, funds units and tests. */
public final class Currencies {
    private Currencies() {}

    /**
     * The currency of a code as it came in; empty if it is null, not ISO 4217 in capitals, or has no minor unit
     * (XAU, XXX and the like).
     */
    public static Optional<CurrencyUnit> find(String code) {
        if (code == null || code.length() != 3) {
            return Optional.empty();
        }
        try {
            CurrencyUnit currency = CurrencyUnit.of(code);
            return currency.isPseudoCurrency() ? Optional.empty() : Optional.of(currency);
        } catch (IllegalCurrencyException unknown) {
            return Optional.empty();
        }
    }
}
