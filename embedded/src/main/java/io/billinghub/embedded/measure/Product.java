package io.billinghub.embedded.measure;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.util.List;

/**
 * What a partner sells, at prices that change from month to month of validity.
 *
 * @param code the partner's own
 * @param unit what is counted
 * @param typical usual quantity of a month
 * @param subscribed whether the hub is told who has subscribed to it, and since when
 * @param promoted whether its first months cost half
 * @param versions in the order of their first months
 */
record Product(
        String code,
        String name,
        String unit,
        int typical,
        boolean subscribed,
        boolean promoted,
        List<Version> versions) {
    /** Months of service that cost half where a product is promoted. */
    static final int PROMOTED_MONTHS = 3;

    /** A tariff and the first month in which it holds. */
    record Version(YearMonth from, Tariff tariff) {}

    Product {
        versions = List.copyOf(versions);
    }

    Tariff tariff(YearMonth month) {
        Tariff tariff = versions.get(0).tariff();
        for (Version version : versions) {
            tariff = version.from().isAfter(month) ? tariff : version.tariff();
        }
        return tariff;
    }

    /** What a quantity costs in a month, which is the customer's so-manieth with the product; half in the first ones of a promotion. */
    BigDecimal charge(YearMonth month, BigDecimal quantity, int ofService) {
        BigDecimal whole = tariff(month).charge(quantity);
        return promoted && ofService <= PROMOTED_MONTHS ? half(whole) : whole;
    }

    /** In cents. */
    static BigDecimal half(BigDecimal amount) {
        return amount.multiply(new BigDecimal("0.5")).setScale(2, RoundingMode.HALF_UP);
    }

    /** Whether a new price begins in that month. */
    boolean changesIn(YearMonth month) {
        return versions.stream().skip(1).anyMatch(version -> version.from().equals(month));
    }
}
