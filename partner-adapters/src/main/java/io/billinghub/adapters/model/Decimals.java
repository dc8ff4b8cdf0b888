package io.billinghub.adapters.model;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Exact numbers from text. */
public final class Decimals {

    /** Amounts and quantities must be below this. */
    public static final BigDecimal LIMIT = BigDecimal.TEN.pow(18);

    /** Decimals that an amount may have. */
    public static final int AMOUNT_DECIMALS = 12;

    /** Decimals that a quantity may have: meters are finer than money. */
    public static final int QUANTITY_DECIMALS = 18;

    /** Longer texts are no numbers that anybody bills; the limit also bounds what a line can make the hub compute. */
    private static final int LONGEST = 64;

    private static final int FEW = 18;

    private static final Pattern PLAIN = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,2})?");
    private static final Pattern GROUPED =
            Pattern.compile("[+-]?[1-9]\\d{0,2}(?:([,'\u2019 \u00a0\u2009\u202f])\\d{3})(?:\\1\\d{3})*(\\.\\d*)?");
    private static final Pattern SEPARATORS = Pattern.compile("[,'\u2019 \u00a0\u2009\u202f]");

    private Decimals() {}

    /**
     * Reads a number; groups of three digits are tolerated (with the other sign, a blank, a no-break or thin space, or an
     * apostrophe between, always the same), anything else around it is not. No group begins with a zero: "0,125" is a
     * fraction that was written with the other decimal sign.
     *
     * @param decimal the decimal sign, '.' or ','
     * @throws NumberFormatException with a message that names the text
     */
    public static BigDecimal parse(String text, char decimal) {
        if (decimal == '.' && isPlain(text)) {
            return plain(new BigDecimal(text));
        }
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.length() > LONGEST) {
            throw new NumberFormatException(
                    trimmed.isEmpty() ? "a number is missing" : "a number of " + trimmed.length() + " characters");
        }
        String english = (decimal == ',' ? swapped(trimmed) : trimmed).replace('\u2212', '-');
        if (GROUPED.matcher(english).matches()) {
            english = SEPARATORS.matcher(english).replaceAll("");
        }
        if (!PLAIN.matcher(english).matches()) {
            throw new NumberFormatException(
                    "\"" + shortened(trimmed) + "\" is not a number with the decimal sign " + decimal);
        }
        return plain(new BigDecimal(english));
    }

    /** Whether it is what nearly all numbers are, which needs no look at patterns: few digits, perhaps with decimals. */
    private static boolean isPlain(String text) {
        int length = text.length();
        int points = 0;
        int first = length > 1 && text.charAt(0) == '-' ? 1 : 0;
        for (int i = first; i < length; i++) {
            char c = text.charAt(i);
            if (c == '.' && i > first && i < length - 1) {
                points++;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        return length > 0 && length <= FEW && points <= 1;
    }

    /**
     * The same value without an exponent and without zeros at the end.
     *
     * @throws NumberFormatException if written out it has more digits than anybody bills
     */
    public static BigDecimal plain(BigDecimal value) {
        if (Math.abs((long) value.scale()) > 200 || value.precision() > 200) {
            throw new NumberFormatException("a number of more than 200 digits");
        }
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** Whether the value is below the limit and has at most so many decimals. */
    public static boolean inRange(BigDecimal value, int decimals) {
        return value.abs().compareTo(LIMIT) < 0 && value.stripTrailingZeros().scale() <= decimals;
    }

    private static String swapped(String text) {
        StringBuilder result = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            result.append(c == ',' ? '.' : c == '.' ? ',' : c);
        }
        return result.toString();
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
