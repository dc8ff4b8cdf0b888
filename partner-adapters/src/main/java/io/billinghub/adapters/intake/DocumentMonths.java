package io.billinghub.adapters.intake;

import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.validation.BillFacts;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.TreeSet;

/** The months whose tables a document may need, found before anything is locked. */
final class DocumentMonths {

    private static final String OPEN = """
            select distinct c.open_from
              from account_link l join billing_account a on a.id = l.account_id join bill_cycle c on c.id = a.cycle_id
             where l.partner_id = $1 and l.partner_account = any($2) and c.open_from between date '2000-01-01' and date '2199-12-31'
            """;

    private DocumentMonths() {}

    /**
     * The months of the lines' days; those in which cycles are open, where what is late counts; and those of usage, unless they are before
     * all of these or so far ahead that usage is not taken in: who makes up dates shall not make tables.
     */
    static Set<LocalDate> of(SqlConnection connection, long partner, BillFacts facts, Instant now) {
        Set<LocalDate> open = new TreeSet<>();
        Tuple values = Tuple.of(partner, facts.accounts().toArray(String[]::new));
        for (Row row : Waiting.of(connection.preparedQuery(OPEN).execute(values))) {
            open.add(row.getLocalDate(0).withDayOfMonth(1));
        }
        return needed(open, facts, now);
    }

    /** @param open first days of the months in which the cycles of the document's accounts are open */
    static Set<LocalDate> needed(Set<LocalDate> open, BillFacts facts, Instant now) {
        Set<LocalDate> needed = new TreeSet<>(facts.months());
        needed.addAll(open);
        LocalDate last = LocalDate.ofInstant(now.plus(UsageRules.AHEAD), ZoneOffset.UTC);
        Set<LocalDate> days = new TreeSet<>(facts.months());
        days.addAll(facts.usageMonths());
        for (LocalDate month : days) {
            // a period begins in the month of its days, or in the one before
            for (LocalDate begins : Set.of(month, month.minusMonths(1))) {
                if (!begins.isAfter(last) && open.stream().anyMatch(first -> !begins.isBefore(first))) {
                    needed.add(begins);
                }
            }
        }
        return needed;
    }
}
