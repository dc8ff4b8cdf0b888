package io.billinghub.embedded.bench;

/**
 * How much usage is sent.
 *
 * @param records new ones that are measured
 * @param stored records that are there before
 * @param batch records of one request
 * @param clients that send at the same time
 * @param randomIds whether the ids of events say nothing of their time; else they are numbered in the order of time, as a
 *     mediation numbers them
 * @param packed whether batches are packed by gzip
 */
public record UsageSize(int records, int stored, int batch, int clients, boolean randomIds, boolean packed) {
    private static final int MOST_RECORDS = 1_000_000_000;
    private static final int MOST_SENT = 10_000_000;
    private static final int MOST_BATCH = 50_000;
    private static final int MOST_CLIENTS = 64;

    /** Accounts that usage is of. */
    static final int ACCOUNTS = 100_000;
    /** Products of each account. */
    static final int METERS = 5;

    public UsageSize {
        require("--records", records, 1, MOST_SENT);
        require("--stored", stored, 0, MOST_RECORDS);
        require("--batch", batch, 1, MOST_BATCH);
        require("--clients", clients, 1, MOST_CLIENTS);
    }

    private static void require(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(option + " takes " + least + " to " + most + ", not " + value);
        }
    }
}
