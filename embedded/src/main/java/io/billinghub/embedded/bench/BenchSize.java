package io.billinghub.embedded.bench;

/**
 * How much is billed.
 *
 * @param accounts root accounts, each with one bill
 * @param lines of each account's bill: an accepted partner line each, or the usage of a meter
 * @param dimensions combinations of values that the hub prices apart, by a matrix of as many cells; 0 for partner lines
 */
public record BenchSize(int accounts, int lines, int dimensions) {
    private static final int MOST_ACCOUNTS = 1_000_000;
    private static final int MOST_LINES = 100_000;
    private static final long MOST_OF_ALL = 200_000_000;
    /** The cells of a plan. */
    private static final int MOST_DIMENSIONS = 10_000;

    public BenchSize {
        if (accounts < 1
                || accounts > MOST_ACCOUNTS
                || lines < 1
                || lines > MOST_LINES
                || (long) accounts * lines > MOST_OF_ALL) {
            throw new IllegalArgumentException("1 to " + MOST_ACCOUNTS + " accounts and 1 to " + MOST_LINES
                    + " lines each, " + MOST_OF_ALL + " in all, can be billed, not " + accounts + " and " + lines);
        }
        if (dimensions < 0 || dimensions > MOST_DIMENSIONS) {
            throw new IllegalArgumentException(
                    "usage has 1 to " + MOST_DIMENSIONS + " dimensions of price, not " + dimensions);
        }
    }

    /** Of partner lines. */
    public BenchSize(int accounts, int lines) {
        this(accounts, lines, 0);
    }
}
