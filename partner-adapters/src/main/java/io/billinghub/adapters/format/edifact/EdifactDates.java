package io.billinghub.adapters.format.edifact;

import io.billinghub.adapters.format.edifact.EdifactSegments.Segment;
import io.billinghub.adapters.mapping.Dates;
import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.mapping.Values;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;

/** Dates of DTM segments, in the formats of code list 2379 that invoices use. */
final class EdifactDates {

    private static final Map<String, String> PATTERNS =
            Map.of("101", "yyMMdd", "102", "yyyyMMdd", "203", "yyyyMMddHHmm", "204", "yyyyMMddHHmmss");

    private EdifactDates() {}

    /** @throws LineFlawException if it is none */
    static LocalDate of(Segment dtm) {
        String text = Values.orElse(dtm.at(1, 2), "");
        String pattern = PATTERNS.getOrDefault(Values.orElse(dtm.at(1, 3), "102"), "yyyyMMdd");
        try {
            return LocalDate.parse(text, Dates.strict(pattern));
        } catch (DateTimeException e) {
            throw new LineFlawException(dtm.place() + ": \"" + Values.shortened(text) + "\" is not a date");
        }
    }
}
