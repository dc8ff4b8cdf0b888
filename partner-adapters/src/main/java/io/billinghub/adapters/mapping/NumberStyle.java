package io.billinghub.adapters.mapping;

import io.billinghub.adapters.model.Decimals;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How a partner writes numbers: the decimal sign; groups of three digits may be set apart by the other sign, a blank, a
 * no-break space or an apostrophe. Amounts may also have a currency (sign or ISO code, before or behind), a minus behind
 * them, or brackets for a minus.
 *
 * @param decimal '.' or ','
 */
public record NumberStyle(char decimal) {

    /** English, and what expressions give. */
    public static final NumberStyle POINT = new NumberStyle('.');

    private static final Set<String> CODES = codes();
    private static final Map<String, String> SIGNS = Map.of("€", "EUR", "£", "GBP");
    private static final Set<String> SIGNS_OF_MANY = Set.of(
            "$", "US$", "C$", "CA$", "A$", "AU$", "NZ$", "S$", "HK$", "R$", "¥", "kr", "kr.", "Kč", "zł", "Ft", "lei",
            "₹", "₺", "₴", "₪", "฿", "₩", "Fr.");

    /** A plain number. */
    public BigDecimal number(String field, String text) {
        return Values.number(field, text, decimal);
    }

    /** A rate in per cent, with the sign or without. */
    public BigDecimal percent(String field, String text) {
        String plain = text.strip();
        return number(field, plain.endsWith("%") ? plain.substring(0, plain.length() - 1) : plain);
    }

    /**
     * An amount.
     *
     * @param currency what the line is in; null where that is not known. An amount that names another one is a flaw
     * @throws LineFlawException if it can't be read exactly
     */
    public BigDecimal amount(String field, String text, String currency) {
        if (text == null || text.isBlank()) {
            throw new LineFlawException(field + ": a number is missing");
        }
        if (startsAndEndsInDigit(text)) {
            return number(field, text);
        }
        String rest = text.strip();
        boolean negative = false;
        if (rest.startsWith("(") && rest.endsWith(")") || bracketsInside(rest)) {
            negative = true;
            rest = rest.replaceFirst("\\(", "").replaceFirst("\\)", "").strip();
        }
        boolean minusBefore = rest.startsWith("-") || rest.startsWith("\u2212");
        if (minusBefore) {
            rest = rest.substring(1).strip();
        }
        boolean minusBehind = rest.endsWith("-") || rest.endsWith("\u2212");
        if (minusBehind) {
            rest = rest.substring(0, rest.length() - 1).strip();
        }
        rest = withoutCurrency(field, rest, text, currency);
        if (!minusBefore && rest.startsWith("-")) {
            minusBefore = true;
            rest = rest.substring(1);
        }
        if (!minusBehind && rest.endsWith("-")) {
            minusBehind = true;
            rest = rest.substring(0, rest.length() - 1).strip();
        }
        int signs = (negative ? 1 : 0) + (minusBefore ? 1 : 0) + (minusBehind ? 1 : 0);
        if (signs > 1 || rest.startsWith("-") || signs == 1 && rest.startsWith("+")) {
            throw new LineFlawException(
                    field + ": \"" + Values.shortened(text) + "\" says twice that it is negative, or says both");
        }
        BigDecimal number = number(field, rest);
        return signs == 1 ? number.negate() : number;
    }

    private static boolean startsAndEndsInDigit(String text) {
        int first = text.charAt(0) == '-' && text.length() > 1 ? 1 : 0;
        return isDigit(text.charAt(first)) && isDigit(text.charAt(text.length() - 1));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** "$(12.50)" and "(12.50) EUR". */
    private static boolean bracketsInside(String text) {
        return text.indexOf('(') >= 0
                && text.indexOf('(') == text.lastIndexOf('(')
                && text.indexOf(')') == text.lastIndexOf(')')
                && text.indexOf('(') < text.indexOf(')');
    }

    private String withoutCurrency(String field, String rest, String whole, String currency) {
        int from = 0;
        int to = rest.length();
        while (from < to && !beginsNumber(rest, from)) {
            from++;
        }
        while (to > from && !isDigit(rest.charAt(to - 1)) && rest.charAt(to - 1) != '-') {
            to--;
        }
        String before = rest.substring(0, from).strip();
        String behind = rest.substring(to).strip();
        if (before.isEmpty() && behind.isEmpty()) {
            return rest;
        }
        String named = before.isEmpty() ? behind : before;
        String code = SIGNS.getOrDefault(
                named, CODES.contains(named.toUpperCase(Locale.ROOT)) ? named.toUpperCase(Locale.ROOT) : null);
        if (!before.isEmpty() && !behind.isEmpty() || code == null && !SIGNS_OF_MANY.contains(named)) {
            throw new LineFlawException(
                    field + ": \"" + Values.shortened(whole) + "\" is not a number with the decimal sign " + decimal);
        }
        if (code != null && currency != null && !currency.isEmpty() && !code.equals(currency)) {
            throw new LineFlawException(field + ": \"" + Values.shortened(whole) + "\" is not in " + currency);
        }
        return rest.substring(from, to);
    }

    /** Whether a digit stands there, with a sign or a decimal sign before it or not. */
    private static boolean beginsNumber(String text, int at) {
        char c = text.charAt(at);
        return isDigit(c) || ".,-+".indexOf(c) >= 0 && at + 1 < text.length() && beginsNumber(text, at + 1);
    }

    private static Set<String> codes() {
        Set<String> codes = new HashSet<>();
        Currency.getAvailableCurrencies().forEach(currency -> codes.add(currency.getCurrencyCode()));
        return Set.copyOf(codes);
    }

    /**
     * Rounds what a partner's system has computed in floating point.
     *
     * @param decimals how many are kept; HALF_UP
     */
    public static BigDecimal rounded(BigDecimal amount, int decimals) {
        return amount.scale() > decimals
                ? Decimals.plain(amount.setScale(decimals, java.math.RoundingMode.HALF_UP))
                : amount;
    }
}
