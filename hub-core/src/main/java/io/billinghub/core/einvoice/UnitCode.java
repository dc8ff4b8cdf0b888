package io.billinghub.core.einvoice;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** UN/ECE recommendation 20 codes (BT-130) of the units that partners name in words. */
final class UnitCode {
    /** "one": the code for anything that is counted and has no code of its own. */
    static final String ONE = "C62";

    private static final Set<String> KNOWN = Set.of(
            "C62", "H87", "EA", "MON", "DAY", "HUR", "MIN", "SEC", "ANN", "WEE", "E34", "4L", "2P", "E35", "AD", "KWH",
            "MWH", "KTM", "MTR", "KGM", "LTR", "MTQ");

    private static final Map<String, String> BY_NAME = Map.ofEntries(
            Map.entry("piece", "H87"),
            Map.entry("pieces", "H87"),
            Map.entry("pcs", "H87"),
            Map.entry("month", "MON"),
            Map.entry("months", "MON"),
            Map.entry("day", "DAY"),
            Map.entry("days", "DAY"),
            Map.entry("hour", "HUR"),
            Map.entry("hours", "HUR"),
            Map.entry("hrs", "HUR"),
            Map.entry("h", "HUR"),
            Map.entry("minute", "MIN"),
            Map.entry("minutes", "MIN"),
            Map.entry("second", "SEC"),
            Map.entry("seconds", "SEC"),
            Map.entry("year", "ANN"),
            Map.entry("gb", "E34"),
            Map.entry("gigabyte", "E34"),
            Map.entry("mb", "4L"),
            Map.entry("megabyte", "4L"),
            Map.entry("kb", "2P"),
            Map.entry("tb", "E35"),
            Map.entry("byte", "AD"),
            Map.entry("bytes", "AD"),
            Map.entry("kwh", "KWH"));

    private UnitCode() {}

    /** The code of a unit; {@link #ONE} for units outside of the recommendation, e.g. "message" or "licence". */
    static String of(String unit) {
        if (KNOWN.contains(unit)) {
            return unit;
        }
        return BY_NAME.getOrDefault(unit.toLowerCase(Locale.ROOT), ONE);
    }
}
