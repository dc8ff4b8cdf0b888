package io.billinghub.embedded.bench;

/**
 * How large a partner's bill is.
 *
 * @param lines of the bill
 * @param months before, each with a bill of as many lines for the same accounts
 * @param width bytes of a row at least: what no column of the mapping reads fills it up
 */
public record BillSize(int lines, int months, int width) {
    private static final int MOST_LINES = 200_000_000;
    private static final int MOST_MONTHS = 9;
    private static final int WIDEST = 100_000;
    private static final int LINES_OF_AN_ACCOUNT = 100;

    public BillSize {
        if (lines < 1 || lines > MOST_LINES || months < 0 || months > MOST_MONTHS || width < 0 || width > WIDEST) {
            throw new IllegalArgumentException("a bill has 1 to " + MOST_LINES + " lines, 0 to " + MOST_MONTHS
                    + " months before it and rows of 0 to " + WIDEST + " bytes, not " + lines + ", " + months + " and "
                    + width);
        }
    }

    /** Accounts that the lines are for. */
    int accounts() {
        return Math.max(1, lines / LINES_OF_AN_ACCOUNT);
    }
}
