package io.billinghub.adapters.suggest;

import io.billinghub.adapters.mapping.Dates;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** Whether a column of ends holds last days or first days after, by the periods that are whole months. */
final class PeriodEnds {

    private PeriodEnds() {}

    /** {@code inclusive} or {@code exclusive}; empty where no row tells, or rows tell both. */
    static Optional<String> of(Table table, String from, String to, String pattern) {
        DateTimeFormatter format = Dates.strict(pattern);
        int begin = table.columns().indexOf(from);
        int end = table.columns().indexOf(to);
        int last = 0;
        int after = 0;
        for (List<String> row : table.rows()) {
            if (row.get(begin) == null || row.get(end) == null) {
                continue;
            }
            try {
                LocalDate first = LocalDate.parse(row.get(begin).strip(), format);
                LocalDate until = LocalDate.parse(row.get(end).strip(), format);
                if (until.equals(first)) {
                    last++;
                } else if (first.getDayOfMonth() == 1) {
                    last += until.equals(first.withDayOfMonth(first.lengthOfMonth())) ? 1 : 0;
                    after += until.equals(first.plusMonths(1)) ? 1 : 0;
                }
            } catch (DateTimeException unreadable) {
                continue;
            }
        }
        if (last > 0 == after > 0) {
            return Optional.empty();
        }
        return Optional.of(last > 0 ? "inclusive" : "exclusive");
    }
}
