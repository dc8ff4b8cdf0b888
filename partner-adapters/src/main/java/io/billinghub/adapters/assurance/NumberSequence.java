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
        if (before == null || !learnt(row) || own.get().counter() - before.getKey() - 1 > MOST_MISSING) {
            return List.of();
        }
        return LongStream.range(before.getKey() + 1, own.get().counter())
                .mapToObj(before.getValue()::at)
                .toList();
    }

    /** With what is known to be missing, the row has no gap, and it is long enough. */
    private static boolean learnt(TreeMap<Long, BillNumber> row) {
        return row.size() >= LEARNT && row.lastKey() - row.firstKey() == row.size() - 1;
    }
}
