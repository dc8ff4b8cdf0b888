package io.billinghub.core.rating.modifier;

import io.billinghub.core.money.AmountLimit;
import io.billinghub.core.rating.model.LocalPeriod;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.joda.money.CurrencyUnit;

/**
 * A percentage of the amount. Nothing is rounded; only digits beyond the thirtieth decimal place, and beyond those that the amount has
 * itself, are left out, so that percentages of percentages do not grow without end.
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
        return lines.stream().map(line -> part(line, validity).min(line.room())).toList();
    }

    private BigDecimal part(Reducible line, Validity validity) {
        BigDecimal part =
                validity.part(line.base(), line.service()).multiply(percent).movePointLeft(2);
        int most = Math.max(AmountLimit.MAX_FRACTION_DIGITS, line.base().scale());
        return part.scale() > most ? part.setScale(most, RoundingMode.DOWN) : part;
    }

    @Override
    public String words(CurrencyUnit currency) {
        return Words.number(percent) + " %";
    }
}
