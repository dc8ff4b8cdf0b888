package io.billinghub.adapters.intake;

import java.util.Locale;

/** How long the parts of processing a document took, told of large ones. For one document; not for use by several threads at once. */
final class Phases {

    private static final int LARGE = 100_000;

    private final StringBuilder told = new StringBuilder();
    private long since = System.nanoTime();

    /** What was done since the one before, or since the beginning. */
    void done(String what) {
        long now = System.nanoTime();
        told.append(told.length() == 0 ? "" : ", ")
                .append(what)
                .append(String.format(Locale.ROOT, " %.2f s", (now - since) / 1e9));
        since = now;
    }

    /** Whether a document of so many lines is worth a line of the log. */
    static boolean tells(int lines) {
        return lines >= LARGE;
    }

    @Override
    public String toString() {
        return told.toString();
    }
}
