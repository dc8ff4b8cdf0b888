package io.billinghub.adapters.intake;

import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.model.Evidence;
import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.usage.EventKey;
import io.billinghub.core.usagelimit.infrastructure.UsageNotes;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Array inserts of lines, usage and findings (design: never a row at a time). Amounts go as text: the client has no arrays of numeric. */
class LineWrites {

    private static final String LINES = """
            insert into partner_bill_line (tenant_id, bill_period, partner_bill_id, position, accepted, account_id, offering_id,
                                           grouping_key, description, quantity, unit, net, tax_category, tax_rate, service_from,
                                           service_to, place, credit_reference)
            select $1, l.bill_period, $2, l.position, l.accepted, l.account_id, l.offering_id, l.grouping_key, l.description,
                   l.quantity::numeric, l.unit, l.net::numeric, l.tax_category, l.tax_rate::numeric, l.service_from,
                   l.service_to, l.place, l.credit_reference
              from unnest($3::date[], $4::integer[], $5::boolean[], $6::bigint[], $7::bigint[], $8::text[], $9::text[],
                          $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::date[], $16::date[], $17::text[],
                          $18::text[])
                as l (bill_period, position, accepted, account_id, offering_id, grouping_key, description, quantity, unit, net,
                      tax_category, tax_rate, service_from, service_to, place, credit_reference)
            """;
    // waits for a transaction that takes in the same event at the same time; then the event is not new here. Callers
    // that
    // claim in several statements do so in the order of the keys' characters, as this one does.
    private static final String USAGE_KEYS = "select claim_usage($1, $2, $3, $4, $5, $6)";
    private static final String USAGE = """
            insert into usage_record (tenant_id, bill_period, document_id, position, partner_id, account_id, offering_id,
                                      grouping_key, occurred_at, quantity, unit, ended_at, dimensions, amount, rated_period, evidence)
            select $1, u.bill_period, $2, u.position, $3, u.account_id, u.offering_id, u.grouping_key, u.occurred_at,
                   u.quantity::numeric, u.unit, u.ended_at, u.dimensions::jsonb, u.amount::numeric, u.rated_period, u.evidence
              from unnest($4::date[], $5::integer[], $6::bigint[], $7::bigint[], $8::text[], $9::timestamptz[], $10::text[],
                          $11::text[], $12::timestamptz[], $13::text[], $14::text[], $15::date[], $16::boolean[])
                as u (bill_period, position, account_id, offering_id, grouping_key, occurred_at, quantity, unit, ended_at,
                      dimensions, amount, rated_period, evidence)
            """;
    // what is taken back of a billed period is the difference that the open one bills
    private static final String TAKE_BACK = """
            with taken as (
              insert into usage_record (tenant_id, bill_period, document_id, position, partner_id, account_id, offering_id,
                                        grouping_key, occurred_at, quantity, unit, ended_at, dimensions, amount, rated_period,
                                        reverses_document, reverses_position, evidence)
              select $1, greatest(o.bill_period, c.open_from), $3, t.position, o.partner_id, o.account_id, o.offering_id,
                     o.grouping_key, o.occurred_at, -o.quantity, o.unit, o.ended_at, o.dimensions, o.amount,
                     case when o.bill_period < c.open_from and not o.evidence then coalesce(o.rated_period, o.bill_period) else o.rated_period end,
                     o.document_id, o.position, o.evidence
                from unnest($4::text[], $6::integer[]) as t (original, position)
                join usage_key k on k.partner_id = $2 and k.event_id = t.original
                join usage_record o on o.bill_period = k.bill_period and o.document_id = k.document_id and o.position = k.position
                join billing_account a on a.id = o.account_id
                join bill_cycle c on c.id = a.cycle_id
              returning position)
            insert into usage_key (tenant_id, partner_id, event_id, document_id, position)
            select $1, $2, t.taken_back, $3, t.position
              from unnest($5::text[], $6::integer[]) as t (taken_back, position) join taken using (position)
            """;
    /** In one statement: a bill of a million lines may have as many. */
    private static final int MOST_FINDINGS = 5_000;

    private static final String FINDINGS = """
            insert into quarantine_entry (tenant_id, uuid, document_id, partner_id, partner_bill_id, position, place, rule_code,
                                          severity, detail, what_to_do, amount, currency, evidence, cause)
            select $1, f.uuid, $2, $3, $4, f.position, f.place, f.rule_code, f.severity, f.detail, f.what_to_do,
                   f.amount::numeric, f.currency, f.evidence::jsonb, f.cause
              from unnest($5::uuid[], $6::integer[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
                          $13::text[], $14::text[], $15::text[])
                as f (uuid, position, place, rule_code, severity, detail, what_to_do, amount, currency, evidence, cause)
            """;

    private final SqlConnection connection;
    private final int tenant;
    private final long document;
    private final long partner;
    private final Set<LocalDate> ensured = new HashSet<>();
    private Runnable sent = () -> {};

    LineWrites(SqlConnection connection, int tenant, long document, long partner) {
        this.connection = connection;
        this.tenant = tenant;
        this.document = document;
        this.partner = partner;
    }

    /** A line with where it is billed. */
    record LineRow(
            LocalDate billPeriod,
            boolean accepted,
            Long accountId,
            Long offeringId,
            io.billinghub.adapters.model.CanonicalLine line,
            io.billinghub.adapters.model.ServicePeriod period,
            String taxCategory,
            BigDecimal taxRate) {}

    /**
     * A usage record with where it is billed, and the cycle of its account.
     *
     * @param evidence whether it is charged by no run; then it changes the price of no billed period either
     */
    record UsageRow(
            LocalDate billPeriod,
            LocalDate ratedPeriod,
            long accountId,
            long offeringId,
            io.billinghub.adapters.model.CanonicalUsage usage,
            Lookups.Cycle cycle,
            boolean evidence) {

        UsageRow {
            ratedPeriod = evidence ? null : ratedPeriod;
        }

        /** First day of the period in which it counts, whichever bill it is on. */
        LocalDate counted() {
            return ratedPeriod == null ? billPeriod : ratedPeriod;
        }

        /** The same, counting in another period, as a charge or as evidence. */
        UsageRow in(UsagePeriod period, boolean asEvidence) {
            return new UsageRow(period.bill(), period.rated(), accountId, offeringId, usage, cycle, asEvidence);
        }

        Claim claim() {
            return new Claim(usage.eventId(), usage.position(), billPeriod, usage.place());
        }
    }

    /** An event that is to be new; {@code billPeriod} of its record, or null where it takes another event back. */
    record Claim(String eventId, int position, LocalDate billPeriod, String place) {}

    /** @param position of the record that takes the original back */
    record TakenBack(String original, int position) {}

    /**
     * Makes the tables of the days' months where they are missing, once per transaction. They nearly always are there, made ahead. Who makes
     * one keeps others that need it waiting, so this comes before events are claimed.
     */
    void ensurePeriods(Collection<LocalDate> days) {
        LocalDate[] missing = days.stream()
                .map(day -> day.withDayOfMonth(1))
                .distinct()
                .filter(ensured::add)
                .toArray(LocalDate[]::new);
        if (missing.length > 0) {
            Waiting.of(connection
                    .preparedQuery("call ensure_periods($1)")
                    .execute(Tuple.tuple().addValue(missing)));
        }
    }

    /** Sends the lines, while those after them may be read; what becomes of them {@link #settle} tells, or whatever is written next. */
    void lines(long bill, List<LineRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        Tuple values = lineValues(bill, rows);
        String first = rows.get(0).line().place();
        String last = rows.get(rows.size() - 1).line().place();
        ensurePeriods(rows.stream().map(LineRow::billPeriod).toList());
        settle();
        CompletableFuture<RowSet<Row>> answer =
                connection.preparedQuery(LINES).execute(values).subscribeAsCompletionStage();
        sent = () -> answered(() -> Waiting.of(Uni.createFrom().completionStage(answer)), first, last);
    }

    /**
     * Waits until the lines that were sent are written; once more behind the last of them.
     *
     * @throws io.billinghub.adapters.model.RefusedException if they hold a value that the database does not take
     */
    final void settle() {
        Runnable before = sent;
        sent = () -> {};
        before.run();
    }

    /** Tenant, bill, and a column per value of a line: the parameters 1 to 18 of a statement that writes lines. */
    final Tuple lineValues(long bill, List<LineRow> rows) {
        return Tuple.tuple()
                .addInteger(tenant)
                .addLong(bill)
                .addValue(column(rows, LineRow::billPeriod, LocalDate[]::new))
                .addValue(column(rows, row -> row.line().position(), Integer[]::new))
                .addValue(column(rows, LineRow::accepted, Boolean[]::new))
                .addValue(column(rows, LineRow::accountId, Long[]::new))
                .addValue(column(rows, LineRow::offeringId, Long[]::new))
                .addValue(column(rows, row -> row.line().groupingKey(), String[]::new))
                .addValue(column(rows, row -> row.line().description(), String[]::new))
                .addValue(column(rows, row -> text(row.line().quantity()), String[]::new))
                .addValue(column(rows, row -> row.line().unit(), String[]::new))
                .addValue(column(rows, row -> text(row.line().net()), String[]::new))
                .addValue(column(rows, LineRow::taxCategory, String[]::new))
                .addValue(column(rows, row -> text(row.taxRate()), String[]::new))
                .addValue(column(rows, row -> row.period().from(), LocalDate[]::new))
                .addValue(column(rows, row -> row.period().to(), LocalDate[]::new))
                .addValue(column(rows, row -> row.line().place(), String[]::new))
                .addValue(column(rows, LineWrites::corrected, String[]::new));
    }

    /** What a credit refers to; a charge on a credit note, or one that names its own bill, corrects nothing. */
    private static String corrected(LineRow row) {
        return row.line().net().signum() < 0 ? row.line().creditReference() : null;
    }

    /** Claims the events; answers the positions of those that are new. */
    Set<Integer> claim(List<Claim> claims) {
        Tuple values = Tuple.tuple()
                .addInteger(tenant)
                .addLong(partner)
                .addLong(document)
                .addValue(column(claims, Claim::eventId, String[]::new))
                .addValue(column(claims, Claim::position, Integer[]::new))
                .addValue(column(claims, Claim::billPeriod, LocalDate[]::new));
        Set<Integer> claimed = new HashSet<>();
        for (Row row : write(USAGE_KEYS, values, claims, Claim::place)) {
            claimed.add(row.getInteger(0));
        }
        return claimed;
    }

    /** Writes the records that take back others, and that those are taken back; all of them are there and none was before. */
    void takeBack(List<TakenBack> rows) {
        if (rows.isEmpty()) {
            return;
        }
        Tuple values = Tuple.tuple()
                .addInteger(tenant)
                .addLong(partner)
                .addLong(document)
                .addValue(column(rows, TakenBack::original, String[]::new))
                .addValue(column(rows, row -> EventKey.takenBack(row.original()), String[]::new))
                .addValue(column(rows, TakenBack::position, Integer[]::new));
        int taken = write(TAKE_BACK, values, rows, row -> "record " + row.position())
                .rowCount();
        if (taken != rows.size()) {
            throw new IllegalStateException(rows.size() + " records were to be taken back, " + taken + " were found");
        }
    }

    void usage(List<UsageRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        ensurePeriods(rows.stream().map(UsageRow::billPeriod).toList());
        Tuple values = Tuple.tuple()
                .addInteger(tenant)
                .addLong(document)
                .addLong(partner)
                .addValue(column(rows, UsageRow::billPeriod, LocalDate[]::new))
                .addValue(column(rows, row -> row.usage().position(), Integer[]::new))
                .addValue(column(rows, UsageRow::accountId, Long[]::new))
                .addValue(column(rows, UsageRow::offeringId, Long[]::new))
                .addValue(column(rows, row -> row.usage().groupingKey(), String[]::new))
                .addValue(column(rows, row -> at(row.usage().occurredAt()), OffsetDateTime[]::new))
                .addValue(column(rows, row -> text(row.usage().quantity()), String[]::new))
                .addValue(column(rows, row -> row.usage().unit(), String[]::new))
                .addValue(column(rows, row -> at(row.usage().endedAt()), OffsetDateTime[]::new))
                .addValue(column(rows, row -> json(row.usage().dimensions()), String[]::new))
                .addValue(column(rows, row -> text(row.usage().amount()), String[]::new))
                .addValue(column(rows, UsageRow::ratedPeriod, LocalDate[]::new))
                .addValue(column(rows, UsageRow::evidence, Boolean[]::new));
        write(USAGE, values, rows, row -> row.usage().place());
        List<UsageRow> charged = rows.stream().filter(row -> !row.evidence()).toList();
        if (!charged.isEmpty()) {
            Waiting.of(UsageNotes.note(
                    connection,
                    column(charged, UsageRow::accountId, Long[]::new),
                    column(charged, UsageRow::billPeriod, LocalDate[]::new)));
        }
    }

    /** @param ids one new id per finding */
    void findings(Long bill, List<Finding> rows, Function<Finding, UUID> ids) {
        for (int from = 0; from < rows.size(); from += MOST_FINDINGS) {
            someFindings(bill, rows.subList(from, Math.min(rows.size(), from + MOST_FINDINGS)), ids);
        }
    }

    private void someFindings(Long bill, List<Finding> rows, Function<Finding, UUID> ids) {
        Tuple values = Tuple.tuple()
                .addInteger(tenant)
                .addLong(document)
                .addLong(partner)
                .addLong(bill)
                .addValue(column(rows, ids, UUID[]::new))
                .addValue(column(rows, Finding::position, Integer[]::new))
                .addValue(column(rows, Finding::place, String[]::new))
                .addValue(column(rows, finding -> finding.rule().name(), String[]::new))
                .addValue(column(rows, finding -> finding.severity().name(), String[]::new))
                .addValue(column(rows, Finding::detail, String[]::new))
                .addValue(column(rows, Finding::whatToDo, String[]::new))
                .addValue(column(rows, finding -> text(finding.amount()), String[]::new))
                .addValue(column(rows, LineWrites::currency, String[]::new))
                .addValue(column(rows, finding -> json(finding.evidence()), String[]::new))
                .addValue(column(rows, Finding::cause, String[]::new));
        write(FINDINGS, values, rows, Finding::place);
    }

    /** Executes the statement; a value that the database does not take refuses the document, with where to look for it. */
    final <R> RowSet<Row> write(String statement, Tuple values, List<R> rows, Function<R, String> place) {
        settle();
        return answered(
                () -> Waiting.of(connection.preparedQuery(statement).execute(values)),
                place.apply(rows.get(0)),
                place.apply(rows.get(rows.size() - 1)));
    }

    private static RowSet<Row> answered(Supplier<RowSet<Row>> answer, String first, String last) {
        try {
            return answer.get();
        } catch (PgException failure) {
            throw RefusedValue.of(failure, first.equals(last) ? first : "from " + first + " to " + last)
                    .map(RuntimeException.class::cast)
                    .orElse(failure);
        }
    }

    /** The column has three letters; what a partner wrote instead of a code stands in the detail. */
    private static String currency(Finding finding) {
        return finding.currency() != null && finding.currency().length() == 3 ? finding.currency() : null;
    }

    private static String text(BigDecimal number) {
        return number == null ? null : number.toPlainString();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static String json(Map<String, String> dimensions) {
        return dimensions.isEmpty() ? null : JsonObject.mapFrom(dimensions).encode();
    }

    static String json(Evidence evidence) {
        return evidence == null
                ? null
                : new JsonObject()
                        .put("expected", evidence.expected().toPlainString())
                        .put("stated", evidence.stated().toPlainString())
                        .put("difference", evidence.difference().toPlainString())
                        .put("cause", evidence.cause())
                        .encode();
    }

    static <R, T> T[] column(List<R> rows, Function<R, T> value, IntFunction<T[]> array) {
        T[] column = array.apply(rows.size());
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(rows.get(i));
        }
        return column;
    }
}
