package io.billinghub.core.rating.modifier;

import io.billinghub.core.rating.model.LocalPeriod;
import java.math.BigDecimal;
import java.util.List;
import org.joda.money.CurrencyUnit;

/** By how much amounts are reduced. In JSON {@code type} is the class name with a small first letter. */
public sealed interface Reduction permits PercentOff, AmountOff {

    /** Whether the reduction is an amount whatever it is taken off. */
    boolean isFixed();

    /**
     * What is taken off each line, in their order; never more than its room.
     *
     * @param validity on which days the reduction holds
     * @param billing the period that a fixed reduction is for
     * @param places decimal places of the minor unit
     */
    List<BigDecimal> parts(List<Reducible> lines, Validity validity, LocalPeriod billing, int places);

    /** {@code "10 %"} or {@code "5.00 EUR"}. */
    String words(CurrencyUnit currency);
}
