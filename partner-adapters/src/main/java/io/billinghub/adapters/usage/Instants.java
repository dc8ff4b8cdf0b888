package io.billinghub.adapters.usage;

import java.time.Instant;
import java.time.LocalDate;

/** Reads instants as nearly all events have them, {@code 2026-11-15T12:00:00Z}, ten times as fast as the JDK reads all forms. */
final class Instants {

    private static final String FORM = "dddd-dd-ddTdd:dd:ddZ";
    private static final int SECONDS_OF_A_DAY = 86_400;

    private Instants() {}

    /** Whether the text is of this form, in UTC and without parts of a second, and its time one of a day's. */
    static boolean isPlain(String text) {
        if (text.length() != FORM.length()) {
            return false;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char c = text.charAt(i);
            char wanted = FORM.charAt(i);
            if (wanted == 'd' ? c < '0' || c > '9' : c != wanted) {
                return false;
            }
        }
        return number(text, 11, 13) < 24 && number(text, 14, 16) < 60 && number(text, 17, 19) < 60;
    }

    /**
     * The instant of a text of this form.
     *
     * @throws java.time.DateTimeException if there is no such day
     */
    static Instant plain(String text) {
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .toEpochDay();
        int second = number(text, 11, 13) * 3_600 + number(text, 14, 16) * 60 + number(text, 17, 19);
        return Instant.ofEpochSecond(day * SECONDS_OF_A_DAY + second);
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
