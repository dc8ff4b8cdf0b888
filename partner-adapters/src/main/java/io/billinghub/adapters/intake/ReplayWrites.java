package io.billinghub.adapters.intake;

import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.model.Severity;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Writes lines that are judged again in the place of what is stored of them, and findings in the place of those before. */
final class ReplayWrites extends LineWrites {

    // a line that was accepted meanwhile is not touched; one that could not be read before has no row yet
    private static final String LINES = """
            with l as (
              select bill_period, position, accepted, account_id, offering_id, grouping_key, description, quantity::numeric as quantity,
                     unit, net::numeric as net, tax_category, tax_rate::numeric as tax_rate, service_from, service_to, place,
                     credit_reference
                from unnest($3::date[], $4::integer[], $5::boolean[], $6::bigint[], $7::bigint[], $8::text[], $9::text[],
                            $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::date[], $16::date[], $17::text[],
                            $18::text[])
                  as n (bill_period, position, accepted, account_id, offering_id, grouping_key, description, quantity, unit, net,
                        tax_category, tax_rate, service_from, service_to, place, credit_reference)),
            there as (
              select x.position from partner_bill_line x join l using (position)
               where x.partner_bill_id = $2 and x.bill_period = any ($19::date[])),
            judged as (
              update partner_bill_line x
                 set bill_period = l.bill_period, accepted = l.accepted, account_id = l.account_id, offering_id = l.offering_id,
                     grouping_key = l.grouping_key, description = l.description, quantity = l.quantity, unit = l.unit, net = l.net,
                     tax_category = l.tax_category, tax_rate = l.tax_rate, service_from = l.service_from, service_to = l.service_to,
                     credit_reference = l.credit_reference
                from l
               where x.partner_bill_id = $2 and x.bill_period = any ($19::date[]) and x.position = l.position and not x.accepted)
            insert into partner_bill_line (tenant_id, bill_period, partner_bill_id, position, accepted, account_id, offering_id,
                                           grouping_key, description, quantity, unit, net, tax_category, tax_rate, service_from,
                                           service_to, place, credit_reference)
            select $1, l.bill_period, $2, l.position, l.accepted, l.account_id, l.offering_id, l.grouping_key, l.description,
                   l.quantity, l.unit, l.net, l.tax_category, l.tax_rate, l.service_from, l.service_to, l.place,
                   l.credit_reference
              from l where l.position not in (select position from there)
            """;
    private static final String PERIODS =
            "select distinct bill_period from partner_bill_line where partner_bill_id = $1 order by 1";
    private static final String NOT_ACCEPTED = """
            select position, accepted from partner_bill_line
             where partner_bill_id = $1 and bill_period = any ($2::date[]) and (not accepted or position = any ($3::integer[]))
            """;
    private static final String STILL_BROKEN = """
            update quarantine_entry q
               set detail = f.detail, cause = f.cause, amount = f.amount::numeric, what_to_do = f.what_to_do, severity = f.severity,
                   evidence = f.evidence::jsonb
              from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
                as f (id, detail, cause, amount, what_to_do, severity, evidence)
             where q.id = f.id and q.status = 'OPEN'
            """;
    private static final String RELEASE = """
            update quarantine_entry set status = 'RELEASED', settled_at = $2, settled_by = $3 where id = any ($1) and status = 'OPEN'
            """;
    private static final String USED = """
            select position from usage_record where document_id = $1 and position = any ($2)
            """;

    private final SqlConnection connection;
    private final KnownEntries known;
    private LocalDate[] periods = {};

    ReplayWrites(SqlConnection connection, int tenant, long document, long partner, KnownEntries known) {
        super(connection, tenant, document, partner);
        this.connection = connection;
        this.known = known;
    }

    /** Positions of the bill's lines that are not accepted, of those too that could not be read. */
    BitSet waitingLines(long bill) {
        List<LocalDate> found = new ArrayList<>();
        for (Row row : Waiting.of(connection.preparedQuery(PERIODS).execute(Tuple.of(bill)))) {
            found.add(row.getLocalDate(0));
        }
        periods = found.toArray(LocalDate[]::new);
        BitSet waiting = known.open();
        Integer[] open = waiting.stream().boxed().toArray(Integer[]::new);
        Tuple values = Tuple.tuple().addLong(bill).addValue(periods).addValue(open);
        for (Row row : Waiting.of(connection.preparedQuery(NOT_ACCEPTED).execute(values))) {
            waiting.set(row.getInteger(0), !row.getBoolean(1));
        }
        return waiting;
    }

    /** Positions of usage that is not accepted. */
    BitSet waitingUsage(long document) {
        BitSet waiting = known.open();
        known.waivedPositions().forEach(waiting::set);
        waiting.clear(KnownEntries.DOCUMENT);
        Integer[] asked = waiting.stream().boxed().toArray(Integer[]::new);
        Tuple values = Tuple.tuple().addLong(document).addValue(asked);
        for (Row row : Waiting.of(connection.preparedQuery(USED).execute(values))) {
            waiting.clear(row.getInteger(0));
        }
        return waiting;
    }

    @Override
    void lines(long bill, List<LineRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        ensurePeriods(rows.stream().map(LineRow::billPeriod).toList());
        write(
                LINES,
                lineValues(bill, rows).addValue(periods),
                rows,
                row -> row.line().place());
    }

    @Override
    void findings(Long bill, List<Finding> rows, Function<Finding, UUID> ids) {
        List<Finding> fresh = new ArrayList<>();
        List<Finding> again = new ArrayList<>();
        List<Long> entries = new ArrayList<>();
        for (Finding finding : rows) {
            KnownEntries.Known before = known.keep(finding);
            // one that was waived is waived of its amount alone: of another it is a finding of its own
            if (before == null || before.status().equals("WAIVED") && finding.severity() != Severity.WARN) {
                fresh.add(finding);
            } else if (before.status().equals("OPEN")) {
                again.add(finding);
                entries.add(before.id());
            }
        }
        super.findings(bill, fresh, ids);
        if (!again.isEmpty()) {
            Tuple values = Tuple.tuple()
                    .addValue(entries.toArray(Long[]::new))
                    .addValue(column(again, Finding::detail, String[]::new))
                    .addValue(column(again, Finding::cause, String[]::new))
                    .addValue(column(
                            again,
                            finding -> finding.amount() == null
                                    ? null
                                    : finding.amount().toPlainString(),
                            String[]::new))
                    .addValue(column(again, Finding::whatToDo, String[]::new))
                    .addValue(column(again, finding -> finding.severity().name(), String[]::new))
                    .addValue(column(again, finding -> json(finding.evidence()), String[]::new));
            write(STILL_BROKEN, values, again, Finding::place);
        }
    }

    /** Releases what no finding has kept. */
    void release(BitSet judged, java.time.Instant at, String actor) {
        Waiting.of(connection
                .preparedQuery(RELEASE)
                .execute(Tuple.tuple()
                        .addValue(known.gone(judged))
                        .addValue(at.atOffset(java.time.ZoneOffset.UTC))
                        .addString(actor)));
    }
}
