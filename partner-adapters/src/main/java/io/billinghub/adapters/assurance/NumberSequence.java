package io.billinghub.adapters.assurance;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Whether a row of bill numbers is one after the other, and which are missing. Pure. */
final class NumberSequence {

    /** So many numbers in a row, without a gap, show that the partner counts its bills for this adapter. */
    static final int LEARNT = 3;

    /** Gaps that nobody knows of are rare where there are so many numbers for each. */
    static final int RARE = 20;

    /** A larger step is another row, such as one per customer or year, and no loss. */
    static final int MOST_MISSING = 50;

    private NumberSequence() {}

    /**
     * The numbers that are missing before this one.
     *
     * @param earlier numbers of the adapter's bills, in any order
     * @param known numbers that are known to be missing already
     * @return empty if none is missing, or nothing shows yet that the numbers follow each other
     */
    static List<String> missing(String number, Collection<String> earlier, Collection<String> known) {
        Optional<BillNumber> own = BillNumber.of(number);
        if (own.isEmpty()) {
            return List.of();
        }
        TreeMap<Long, BillNumber> row = new TreeMap<>();
        Stream.concat(earlier.stream(), known.stream())
                .flatMap(other -> BillNumber.of(other).stream())
                .filter(own.get()::sameRow)
                .forEach(other -> row.put(other.counter(), other));
        Map.Entry<Long, BillNumber> before = row.lowerEntry(own.get().counter());
        if (before == null
                || !learnt(row, before.getKey())
                || own.get().counter() - before.getKey() - 1 > MOST_MISSING) {
            return List.of();
        }
        return LongStream.range(before.getKey() + 1, own.get().counter())
                .mapToObj(before.getValue()::at)
                .toList();
    }

    /**
     * With what is known to be missing, the last numbers before have no gap, and gaps are rare in the row. A step to another row, such as at
     * the begin of a month, is none: what was learnt then begins anew.
     */
    private static boolean learnt(TreeMap<Long, BillNumber> row, long before) {
        int inARow = 1;
        while (inARow < LEARNT && row.containsKey(before - inARow)) {
            inARow++;
        }
        int gaps = 0;
        Long last = null;
        for (long number : row.keySet()) {
            long missing = last == null ? 0 : number - last - 1;
            gaps += missing > 0 && missing <= MOST_MISSING ? 1 : 0;
            last = number;
        }
        return inARow == LEARNT && gaps * RARE <= row.size();
    }
}
