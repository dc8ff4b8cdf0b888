package io.billinghub.adapters.validation;

import java.util.HashSet;
import java.util.Set;

/**
 * Which lines of a document stand in it twice, in memory that does not grow with its lines: the first reading notes what lines have in
 * common with others in a filter of bits, by which few are suspected wrongly; the second reading compares the suspected ones alone, exactly.
 * Not for use by several threads at once.
 */
public final class Repeats {

    private static final int HASHES = 4;
    private static final int FEWEST_BITS = 1 << 13;
    private static final int MOST_BITS = 1 << 29;
    /** Of the document, for one bit: a row of 32 bytes has 16. */
    private static final int BYTES_OF_A_BIT = 2;

    private final long[] bits;
    private final long mask;
    private final Set<String> suspected = new HashSet<>();

    /** @param size of the document in bytes: how many lines it may have */
    public Repeats(long size) {
        long wanted = Math.min(MOST_BITS, Math.max(FEWEST_BITS, size / BYTES_OF_A_BIT));
        int capacity = (int) Math.min(MOST_BITS, Long.highestOneBit(wanted * 2 - 1));
        bits = new long[capacity >>> 6];
        mask = capacity - 1L;
    }

    /**
     * For each line of the first reading.
     *
     * @param identity what two lines have in common if they are the same line sent twice; null where nothing tells
     */
    public void note(String identity) {
        if (identity == null) {
            return;
        }
        long hash = hash(identity);
        long step = (hash >>> 32) | 1;
        boolean known = true;
        for (int i = 0; i < HASHES; i++) {
            long bit = (hash + i * step) & mask;
            long word = 1L << bit;
            int at = (int) (bit >>> 6);
            known &= (bits[at] & word) != 0;
            bits[at] |= word;
        }
        if (known) {
            suspected.add(identity);
        }
    }

    /** Begins a second reading; there may be several, as a transaction may be tried again. */
    public Reading reading() {
        return new Reading(suspected);
    }

    /** One second reading of the document. */
    public static final class Reading {
        private final Set<String> suspected;
        private final Set<String> seen = new HashSet<>();

        private Reading(Set<String> suspected) {
            this.suspected = suspected;
        }

        /** For each line, in the order of the first reading: whether a line before it has the same identity. */
        public boolean seenBefore(String identity) {
            return identity != null && suspected.contains(identity) && !seen.add(identity);
        }
    }

    /** 64 bits of all characters, each of which changes about half of them (MurmurHash3's finalizer). */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
