package io.billinghub.adapters.suggest;

import io.billinghub.adapters.mapping.Dates;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which of the usual patterns read all dates of a column. */
final class DatePatterns {

    /** In the order in which they are proposed where several fit: the day first, as most of the world writes. */
    private static final List<String> USUAL = List.of(
            "yyyy-MM-dd",
            "dd.MM.yyyy",
            "d.M.yyyy",
            "dd/MM/yyyy",
            "d/M/yyyy",
            "MM/dd/yyyy",
            "M/d/yyyy",
            "dd-MM-yyyy",
            "MM-dd-yyyy",
            "yyyy/MM/dd",
            "yyyy.MM.dd",
            "yyyyMMdd",
            "dd MMM yyyy",
            "d MMM yyyy",
            "dd-MMM-yyyy",
            "MMM d, yyyy");

    private static final Map<String, DateTimeFormatter> FORMATS = new LinkedHashMap<>();

    static {
        USUAL.forEach(pattern -> FORMATS.put(pattern, Dates.strict(pattern)));
    }

    private DatePatterns() {}

    /** The patterns that read each of the values; none where there is no value. */
    static List<String> of(List<String> values) {
        List<String> fitting = new ArrayList<>();
        for (Map.Entry<String, DateTimeFormatter> format : FORMATS.entrySet()) {
            if (!values.isEmpty() && values.stream().allMatch(value -> reads(format.getValue(), value))) {
                fitting.add(format.getKey());
            }
        }
        return fitting;
    }

    /** Whether day and month change places between the two, so that the values alone can't tell which one is meant. */
    static boolean differInOrder(String pattern, String other) {
        return pattern.replaceAll("[^dMy]", "")
                        .replaceAll("(.)\\1+", "$1")
                        .compareTo(other.replaceAll("[^dMy]", "").replaceAll("(.)\\1+", "$1"))
                != 0;
    }

    private static boolean reads(DateTimeFormatter format, String value) {
        try {
            int year = LocalDate.parse(value, format).getYear();
            return year >= 1990 && year <= 2100;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
