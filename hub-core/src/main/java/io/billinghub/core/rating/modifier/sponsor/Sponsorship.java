package io.billinghub.core.rating.modifier.sponsor;

import io.billinghub.core.rating.modifier.Checks;
import io.billinghub.core.rating.modifier.LineScope;
import io.billinghub.core.rating.modifier.Validity;
import java.math.BigDecimal;

/**
 * Another account pays a part of this account's charges.
 *
 * @param key of the modifier
 * @param name what customer and sponsor read
 * @param sponsor key of the account that pays
 * @param order of several sponsorships lower ones come first, then by key; each pays of what those before have left
 * @param percent of what is left of each line; null is taken as 100
 * @param upTo the most that is paid in a period; null is without limit
 * @param upToInAll the most that is paid over all periods; null is without limit
 * @param scope which lines are sponsored; null is taken as all services
 * @param validity days on which it holds; null is taken as always
 */
public record Sponsorship(
        String key,
        String name,
        String sponsor,
        int order,
        BigDecimal percent,
        BigDecimal upTo,
        BigDecimal upToInAll,
        LineScope scope,
        Validity validity) {
    /** Refuses a sponsorship with a missing or wrong part. */
    public Sponsorship {
        Checks.text(key, "key");
        Checks.text(name, "name");
        Checks.text(sponsor, "sponsor");
        percent = Checks.percent(Checks.orElse(percent, BigDecimal.valueOf(100)), "percent");
        Checks.notNegativeIfGiven(upTo, "upTo");
        Checks.notNegativeIfGiven(upToInAll, "upToInAll");
        scope = Checks.orElse(scope, LineScope.SERVICES);
        validity = Checks.orElse(validity, Validity.ALWAYS);
    }

    /** What may still be paid in a period; null without limit. */
    BigDecimal limit(BigDecimal paidSoFar) {
        BigDecimal inAll =
                upToInAll == null ? null : upToInAll.subtract(paidSoFar).max(BigDecimal.ZERO);
        if (inAll == null || upTo == null) {
            return inAll == null ? upTo : inAll;
        }
        return inAll.min(upTo);
    }
}
