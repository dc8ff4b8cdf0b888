package io.billinghub.embedded.measure;

import java.time.YearMonth;
import java.util.List;

/**
 * What a partner sells, at prices that change from month to month of validity.
 *
 * @param code the partner's own
 * @param unit what is counted
 * @param typical usual quantity of a month
 * @param versions in the order of their first months
 */
record Product(String code, String name, String unit, int typical, List<Version> versions) {

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

    /** Whether a new price begins in that month. */
    boolean changesIn(YearMonth month) {
        return versions.stream().skip(1).anyMatch(version -> version.from().equals(month));
    }
}
