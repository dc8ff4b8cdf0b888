package io.billinghub.adapters.suggest;

import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.mapping.Values;
import io.billinghub.adapters.model.Decimals;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the values of a column are. Shares are per cent of the values that are there. */
final class ColumnFacts {

    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toSet());
    private static final Pattern WITH_TIME = Pattern.compile(".*\\d{2}:\\d{2}.*|\\d{10}");

    private final String name;
    private final List<String> values;
    private final int rows;
    private final char decimal;
    private final int distinct;
    private final int numbers;
    private final int instants;
    private final List<String> patterns;

    ColumnFacts(String name, List<String> values, int rows, char decimal) {
        this.name = name;
        this.values = values;
        this.rows = rows;
        this.decimal = decimal;
        this.distinct = new HashSet<>(values).size();
        this.numbers = share(
                values.stream().filter(value -> number(value, decimal) != null).count());
        this.instants = share(values.stream().filter(ColumnFacts::isInstant).count());
        this.patterns = DatePatterns.of(values);
    }

    String name() {
        return name;
    }

    /** The first values that differ, at most three. */
    List<String> examples() {
        return values.stream().distinct().limit(3).map(Values::shortened).toList();
    }

    List<String> datePatterns() {
        return patterns;
    }

    /** The row's value as a number; null where it is none. */
    BigDecimal number(String value) {
        return number(value, decimal);
    }

    boolean isConstant() {
        return distinct == 1 && values.size() > 1;
    }

    boolean isUnique() {
        return distinct == values.size() && values.size() == rows && rows > 1;
    }

    boolean isFilled() {
        return values.size() == rows && rows > 0;
    }

    /** How well the values suit the field, from 0, not at all, to 100. */
    int fit(CanonicalField field) {
        if (values.isEmpty()) {
            return 0;
        }
        switch (field.holds()) {
            case NUMBER:
                return numbers >= 90 ? numberFit(field) : 0;
            case CURRENCY:
                return share(values.stream().filter(CURRENCIES::contains).count());
            case DATE:
                return !patterns.isEmpty() ? 100 : instants == 100 ? 95 : 0;
            case INSTANT:
                return instants < 95
                        ? 0
                        : share(values.stream()
                                                .filter(value ->
                                                        WITH_TIME.matcher(value).matches())
                                                .count())
                                        >= 50
                                ? 100
                                : 70;
            case TEXT:
                return textFit(field);
        }
        throw new IllegalStateException("no fit for " + field.holds());
    }

    private int numberFit(CanonicalField field) {
        if (field != CanonicalField.TAX_RATE) {
            return 100;
        }
        boolean rates = values.stream()
                .map(value -> number(value, decimal))
                .allMatch(rate -> rate != null && rate.signum() >= 0 && rate.compareTo(BigDecimal.valueOf(60)) <= 0);
        return rates && distinct <= 6 ? 100 : 0;
    }

    private int textFit(CanonicalField field) {
        boolean words = values.stream().anyMatch(value -> value.indexOf(' ') > 0);
        switch (field) {
            case NUMBER:
                return distinct == 1 ? 100 : 20;
            case EVENT_ID:
            case ID:
                return isUnique() ? 100 : 0;
            case DESCRIPTION:
                return numbers > 50 || !patterns.isEmpty() ? 10 : words ? 100 : 70;
            case UNIT:
                return numbers > 50 || distinct > 20 ? 0 : 100;
            case TAX_CATEGORY:
                return values.stream().allMatch(value -> value.length() <= 4) ? 100 : 30;
            case ACCOUNT:
            case PRODUCT:
                return !patterns.isEmpty() || hasDecimals() ? 10 : isFilled() ? 100 : 80;
            default:
                return hasDecimals() ? 20 : 100;
        }
    }

    private boolean hasDecimals() {
        return numbers == 100
                && values.stream()
                        .map(value -> number(value, decimal))
                        .anyMatch(value -> value != null && value.scale() > 0);
    }

    private int share(long count) {
        return values.isEmpty() ? 0 : (int) (100 * count / values.size());
    }

    private static boolean isInstant(String value) {
        try {
            return value.length() >= 10 && Values.instant("value", value) != null;
        } catch (LineFlawException e) {
            return false;
        }
    }

    private static BigDecimal number(String value, char decimal) {
        try {
            return value == null || value.isBlank() ? null : Decimals.parse(value, decimal);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
