package io.billinghub.embedded.bench;

/**
 * How much is billed.
 *
 * @param accounts root accounts, each with one bill
 * @param lines accepted partner lines of each account; each becomes one line of its bill
 */
public record BenchSize(int accounts, int lines) {
    private static final int MOST_ACCOUNTS = 1_000_000;
    private static final int MOST_LINES = 100_000;
    private static final long MOST_OF_ALL = 200_000_000;

    public BenchSize {
        if (accounts < 1
                || accounts > MOST_ACCOUNTS
                || lines < 1
                || lines > MOST_LINES
                || (long) accounts * lines > MOST_OF_ALL) {
            throw new IllegalArgumentException("1 to " + MOST_ACCOUNTS + " accounts and 1 to " + MOST_LINES
                    + " lines each, " + MOST_OF_ALL + " in all, can be billed, not " + accounts + " and " + lines);
        }
    }
}
