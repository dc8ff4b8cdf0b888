package io.billinghub.onboarding.masterdata.model;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Check digits of VAT numbers, for countries whose rule is published. Sources: the national tax authorities' descriptions as collected
 * by the European Commission ("VIES VAT number check digit algorithms"). Where a country has no rule here, only the shape is looked at.
 */
final class VatChecksum {

    private static final Map<String, Predicate<String>> RULES = Map.ofEntries(
            Map.entry("AT", VatChecksum::austria),
            Map.entry("BE", digits -> 97 - number(digits, 0, 8) % 97 == number(digits, 8, 10)),
            Map.entry("CH", digits -> swiss(digits.substring(1))),
            Map.entry("DE", VatChecksum::mod11And10),
            Map.entry("DK", digits -> sum(digits, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0),
            Map.entry("EE", digits -> sum(digits, 3, 7, 1, 3, 7, 1, 3, 7, 1) % 10 == 0),
            Map.entry("EL", digits -> sum(digits, 256, 128, 64, 32, 16, 8, 4, 2) % 11 % 10 == digit(digits, 8)),
            Map.entry("FI", digits -> sum(digits, 7, 9, 10, 5, 8, 4, 2, 1) % 11 == 0),
            Map.entry("FR", VatChecksum::france),
            Map.entry("HR", VatChecksum::mod11And10),
            Map.entry("HU", digits -> sum(digits, 9, 7, 3, 1, 9, 7, 3, 1) % 10 == 0),
            Map.entry("IT", VatChecksum::luhn),
            Map.entry("LU", digits -> number(digits, 0, 6) % 89 == number(digits, 6, 8)),
            Map.entry("NL", VatChecksum::netherlands),
            Map.entry("NO", digits -> sum(digits, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0),
            Map.entry("PL", digits -> sum(digits, 6, 5, 7, 2, 3, 4, 5, 6, 7) % 11 == digit(digits, 9)),
            Map.entry("PT", digits -> (11 - sum(digits, 9, 8, 7, 6, 5, 4, 3, 2) % 11) % 11 % 10 == digit(digits, 8)),
            Map.entry("SE", digits -> luhn(digits.substring(0, 10))),
            Map.entry("SI", digits -> (11 - sum(digits, 8, 7, 6, 5, 4, 3, 2) % 11) % 10 == digit(digits, 7)));

    private VatChecksum() {}

    /** Whether its check digits fit; true where the country has no rule here. Only for numbers of their country's shape. */
    static boolean fits(String country, String number) {
        String prefix = country.equals("GR") ? "EL" : country;
        Predicate<String> rule = RULES.get(prefix);
        return rule == null || rule.test(number.substring(prefix.length()).toUpperCase(Locale.ROOT));
    }

    private static int digit(String text, int at) {
        return Character.digit(text.charAt(at), 10);
    }

    private static long number(String text, int from, int to) {
        return Long.parseLong(text.substring(from, to));
    }

    private static int sum(String text, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += digit(text, i) * weights[i];
        }
        return sum;
    }

    /** ISO 7064, MOD 11,10. */
    private static boolean mod11And10(String digits) {
        int product = 10;
        for (int i = 0; i < digits.length() - 1; i++) {
            int sum = (digit(digits, i) + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return (11 - product) % 10 == digit(digits, digits.length() - 1);
    }

    private static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int value = digit(digits, digits.length() - 1 - i) * (i % 2 == 0 ? 1 : 2);
            sum += value > 9 ? value - 9 : value;
        }
        return sum % 10 == 0;
    }

    private static boolean austria(String text) {
        String digits = text.substring(1); // behind the U
        int sum = 4;
        for (int i = 0; i < 7; i++) {
            int value = digit(digits, i) * (i % 2 == 0 ? 1 : 2);
            sum += value > 9 ? value - 9 : value;
        }
        return (10 - sum % 10) % 10 == digit(digits, 7);
    }

    private static boolean swiss(String text) {
        int remainder = (11 - sum(text, 5, 4, 3, 2, 7, 6, 5, 4) % 11) % 11;
        return remainder == digit(text, 8);
    }

    /** New keys have letters, which no published rule covers. */
    private static boolean france(String text) {
        if (!text.matches("[0-9]{11}")) {
            return true;
        }
        long siren = number(text, 2, 11);
        return number(text, 0, 2) == (12 + 3 * (siren % 97)) % 97;
    }

    /** By the old rule of companies (MOD 11), or the one of sole traders since 2020 (ISO 7064, MOD 97-10). */
    private static boolean netherlands(String text) {
        if (text.matches("[0-9]{9}B[0-9]{2}") && sum(text, 9, 8, 7, 6, 5, 4, 3, 2) % 11 == digit(text, 8)) {
            return true;
        }
        StringBuilder digits = new StringBuilder();
        ("NL" + text).chars().forEach(c -> digits.append(c == '+' ? 36 : c == '*' ? 37 : Character.digit(c, 36)));
        return new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)).intValue() == 1;
    }
}
