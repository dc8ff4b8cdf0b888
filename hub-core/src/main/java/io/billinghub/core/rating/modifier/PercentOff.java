package io.billinghub.core.rating.modifier;

import io.billinghub.core.rating.model.LocalPeriod;
import java.math.BigDecimal;
import java.util.List;
import org.joda.money.CurrencyUnit;

/**
 * A percentage of the amount; nothing is rounded.
 *
 * @param percent from 0 to 100
 */
public record PercentOff(BigDecimal percent) implements Reduction {
    /** Refuses a percentage below 0 or above 100. */
    public PercentOff {
        Checks.percent(percent, "percent");
    }

    @Override
    public boolean isFixed() {
        return false;
    }

    @Override
    public List<BigDecimal> parts(List<Reducible> lines, Validity validity, LocalPeriod billing, int places) {
        return lines.stream()
                .map(line -> validity.part(line.base(), line.service())
                        .multiply(percent)
                        .movePointLeft(2)
                        .min(line.room()))
                .toList();
    }

    @Override
    public String words(CurrencyUnit currency) {
        return Words.number(percent) + " %";
    }
}
