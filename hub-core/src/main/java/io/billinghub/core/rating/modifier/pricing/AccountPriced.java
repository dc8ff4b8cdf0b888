package io.billinghub.core.rating.modifier.pricing;

import io.billinghub.core.rating.modifier.Priced;
import io.billinghub.core.rating.modifier.RatedLine;
import io.billinghub.core.rating.modifier.credit.CreditUse;
import java.math.BigDecimal;
import java.util.List;

/**
 * What one account is charged.
 *
 * @param priced its lines, adjustments, payments and words
 * @param sponsorLines lines on other accounts, for what those pay
 * @param creditUses what was drawn of which credit
 * @param pointsEarned negative where points were taken back
 * @param pointsBurnt zero or more
 * @param memory what is kept for the next period
 */
public record AccountPriced(
        Priced priced,
        List<RatedLine> sponsorLines,
        List<CreditUse> creditUses,
        BigDecimal pointsEarned,
        BigDecimal pointsBurnt,
        Memory<AccountState> memory) {
    /** Keeps copies of the lists. */
    public AccountPriced {
        sponsorLines = List.copyOf(sponsorLines);
        creditUses = List.copyOf(creditUses);
    }
}
