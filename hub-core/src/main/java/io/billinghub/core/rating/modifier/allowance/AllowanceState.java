package io.billinghub.core.rating.modifier.allowance;

import io.billinghub.core.rating.modifier.Checks;
import io.billinghub.core.rating.modifier.Split;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * What is left of an allowance.
 *
 * @param period first day of the last period that was priced; null before the first
 * @param grants the oldest first, that of the last period at the end
 */
public record AllowanceState(LocalDate period, List<Grant> grants) {
    /** Before the first period. */
    public static final AllowanceState START = new AllowanceState(null, null);

    /** Takes a list that is left out as empty. */
    public AllowanceState {
        grants = Checks.list(grants);
    }

    /** Σ of what is left. */
    public BigDecimal left() {
        return Split.sum(grants.stream().map(Grant::left).toList());
    }
}
