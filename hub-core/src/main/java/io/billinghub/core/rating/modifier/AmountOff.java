package io.billinghub.core.rating.modifier;

import io.billinghub.core.rating.model.LocalPeriod;
import java.math.BigDecimal;
import java.util.List;
import org.joda.money.CurrencyUnit;

/**
 * A fixed amount per billing period, as far as there is something to take it off.
 *
 * @param amount zero or more, in the currency of the plan or the account
 */
public record AmountOff(BigDecimal amount) implements Reduction {
    /** Refuses a negative amount. */
    public AmountOff {
        Checks.notNegative(amount, "amount");
    }

    @Override
    public boolean isFixed() {
        return true;
    }

    @Override
    public List<BigDecimal> parts(List<Reducible> lines, Validity validity, LocalPeriod billing, int places) {
        List<BigDecimal> rooms = lines.stream().map(Reducible::room).toList();
        return Split.within(validity.part(amount, billing).min(Split.sum(rooms)), rooms, places);
    }

    @Override
    public String words(CurrencyUnit currency) {
        return Words.money(amount, currency);
    }
}
