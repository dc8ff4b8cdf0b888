package io.billinghub.adapters.format.flat;

import io.billinghub.adapters.mapping.Values;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The names of a document's columns. Case, blanks, hyphens and underscores don't count, as partners write {@code BilledCost},
 * {@code Billed Cost} and {@code billed_cost}; {@code #3} is the third column where no column has that name. Immutable.
 */
public final class Header {

    private final List<String> names;
    private final List<String> normal;
    private final String place;

    /**
     * @param place where the names stand
     * @throws RefusedException if they hold what no name has, as those of a document in another encoding do
     */
    public Header(List<String> names, String place) {
        this.names = List.copyOf(names);
        this.normal = names.stream().map(Header::normal).toList();
        this.place = place;
        for (String name : names) {
            if (name.indexOf('\0') >= 0) {
                throw new RefusedException(
                        RuleCode.MALFORMED_DOCUMENT,
                        place,
                        "the names of the columns hold NUL characters; if the document is in UTF-16, let format.encoding say so");
            }
        }
    }

    /** Columns without names: #1, #2 and so on. */
    public static Header ofPositions(int columns) {
        return new Header(
                IntStream.rangeClosed(1, columns).mapToObj(n -> "#" + n).toList(), "row 1");
    }

    /** The names as they stand. */
    public List<String> names() {
        return names;
    }

    /** How many columns there are. */
    public int count() {
        return names.size();
    }

    /**
     * The position of the column of that name, from 0; -1 if there is none.
     *
     * @throws RefusedException if several columns can be meant and none of them is written exactly so
     */
    public int find(String name) {
        int exact = only(names, name);
        if (exact >= 0) {
            return exact;
        }
        String wanted = normal(name);
        int found = only(normal, wanted);
        if (found == SEVERAL) {
            throw new RefusedException(
                    RuleCode.MALFORMED_DOCUMENT,
                    place,
                    "the column `" + name + "` stands several times: as columns "
                            + IntStream.range(0, normal.size())
                                    .filter(i -> normal.get(i).equals(wanted))
                                    .mapToObj(i -> (i + 1) + " (`" + names.get(i) + "`)")
                                    .collect(Collectors.joining(", "))
                            + "; give each a name of its own");
        }
        if (found < 0 && name.matches("#[1-9]\\d{0,3}")) {
            int position = Integer.parseInt(name.substring(1)) - 1;
            return position < names.size() ? position : -1;
        }
        return found;
    }

    /** The position of the first of the names that is there; -1 if none is. */
    public int first(List<String> aliases) {
        for (String alias : aliases) {
            int found = find(alias);
            if (found >= 0) {
                return found;
            }
        }
        return -1;
    }

    /**
     * Makes sure that there are columns of these names.
     *
     * @throws RefusedException if some are missing, naming the nearest
     */
    public void require(List<String> columns) {
        List<List<String>> missing =
                columns.stream().filter(name -> find(name) < 0).map(List::of).toList();
        if (!missing.isEmpty()) {
            throw missing(missing);
        }
    }

    /** Why a document without these columns, each with its aliases, is refused. */
    RefusedException missing(Collection<List<String>> columns) {
        return new RefusedException(
                RuleCode.MALFORMED_DOCUMENT,
                place,
                columns.stream().map(this::missing).distinct().collect(Collectors.joining("; ")));
    }

    private String missing(List<String> aliases) {
        String wanted = "the column `" + String.join("` or `", aliases) + "` is missing";
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (String alias : aliases) {
            String normalAlias = normal(alias);
            for (int i = 0; i < Math.min(normal.size(), 500); i++) {
                int distance = distance(normalAlias, normal.get(i));
                if (distance < least
                        && distance * 2
                                <= Math.max(normalAlias.length(), normal.get(i).length())) {
                    least = distance;
                    nearest = names.get(i);
                }
            }
        }
        return nearest == null
                ? wanted + "; the document has " + Values.shortened(String.join(", ", names))
                : wanted + "; the nearest is `" + Values.shortened(nearest.strip()) + "`";
    }

    private static final int SEVERAL = -2;

    private static int only(List<String> all, String name) {
        int first = all.indexOf(name);
        return first >= 0 && all.lastIndexOf(name) != first ? SEVERAL : first;
    }

    private static String normal(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '_' && c != '-' && c != '\uFEFF' && c != '\u00a0' && !Character.isWhitespace(c)) {
                plain.append(c);
            }
        }
        return plain.isEmpty() ? name : plain.toString().toLowerCase(Locale.ROOT);
    }

    /** Levenshtein's distance of the first 100 characters. */
    private static int distance(String one, String other) {
        String a = one.substring(0, Math.min(100, one.length()));
        String b = other.substring(0, Math.min(100, other.length()));
        List<Integer> before =
                new ArrayList<>(IntStream.rangeClosed(0, b.length()).boxed().toList());
        for (int i = 1; i <= a.length(); i++) {
            List<Integer> now = new ArrayList<>(List.of(i));
            for (int j = 1; j <= b.length(); j++) {
                int changed = before.get(j - 1) + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now.add(Math.min(changed, Math.min(before.get(j), now.get(j - 1)) + 1));
            }
            before = now;
        }
        return before.get(b.length());
    }
}
