package io.billinghub.onboarding.ratecard;

/**
 * Texts that a spreadsheet would take for a formula: they get an apostrophe before them when written, and lose it when read. A
 * text that begins with an apostrophe gets one more, so that each text comes back as it was. Numbers stay as they are.
 */
public final class SafeText {
    private static final char GUARD = '\'';
    private static final String DANGEROUS = "=+-@\t\r\n＝＋－＠";

    private SafeText() {}

    /** The text as it may stand in a CSV. */
    public static String written(String text) {
        return !text.isEmpty() && (dangerous(text.charAt(0)) || text.charAt(0) == GUARD) ? GUARD + text : text;
    }

    static String read(String field) {
        boolean guarded = field.length() > 1
                && field.charAt(0) == GUARD
                && (dangerous(field.charAt(1)) || field.charAt(1) == GUARD);
        return guarded ? field.substring(1) : field;
    }

    private static boolean dangerous(char first) {
        return DANGEROUS.indexOf(first) >= 0;
    }
}
