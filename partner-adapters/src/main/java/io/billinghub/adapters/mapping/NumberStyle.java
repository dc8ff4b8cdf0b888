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
    private static final Set<String> CROWNS = Set.of("SEK", "NOK", "DKK", "ISK");
    /** Which currencies a sign can stand for; {@code $} alone stands for {@link #dollar}. */
    private static final Map<String, Set<String>> SIGNS = Map.ofEntries(
            Map.entry("€", Set.of("EUR")),
            Map.entry("£", Set.of("GBP")),
            Map.entry("US$", Set.of("USD")),
            Map.entry("C$", Set.of("CAD", "NIO")),
            Map.entry("CA$", Set.of("CAD")),
            Map.entry("A$", Set.of("AUD")),
            Map.entry("AU$", Set.of("AUD")),
            Map.entry("NZ$", Set.of("NZD")),
            Map.entry("S$", Set.of("SGD")),
            Map.entry("HK$", Set.of("HKD")),
            Map.entry("R$", Set.of("BRL")),
            Map.entry("¥", Set.of("JPY", "CNY")),
            Map.entry("kr", CROWNS),
            Map.entry("kr.", CROWNS),
            Map.entry("Kč", Set.of("CZK")),
            Map.entry("zł", Set.of("PLN")),
            Map.entry("Ft", Set.of("HUF")),
            Map.entry("lei", Set.of("RON", "MDL")),
            Map.entry("₹", Set.of("INR")),
            Map.entry("₺", Set.of("TRY")),
            Map.entry("₴", Set.of("UAH")),
            Map.entry("₪", Set.of("ILS")),
            Map.entry("฿", Set.of("THB")),
            Map.entry("₩", Set.of("KRW", "KPW")),
            Map.entry("Fr.", Set.of("CHF")));

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
        if (!before.isEmpty() && !behind.isEmpty() || !isCurrency(named)) {
            throw new LineFlawException(
                    field + ": \"" + Values.shortened(whole) + "\" is not a number with the decimal sign " + decimal);
        }
        if (currency != null && !currency.isEmpty() && !meant(named, currency)) {
            throw new LineFlawException(field + ": \"" + Values.shortened(whole) + "\" is not in " + currency);
        }
        return rest.substring(from, to);
    }

    private static boolean isCurrency(String named) {
        return named.equals("$") || SIGNS.containsKey(named) || CODES.contains(named.toUpperCase(Locale.ROOT));
    }

    private static boolean meant(String named, String currency) {
        return named.equals("$")
                ? dollar(currency)
                : SIGNS.getOrDefault(named, Set.of(named.toUpperCase(Locale.ROOT)))
                        .contains(currency);
    }

    /** Dollars and pesos have the sign; a currency with a sign of its own has not. */
    private static boolean dollar(String currency) {
        if (!CODES.contains(currency)) {
            return true;
        }
        String name = Currency.getInstance(currency).getDisplayName(Locale.ENGLISH);
        return name.contains("Dollar") || name.contains("Peso");
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
