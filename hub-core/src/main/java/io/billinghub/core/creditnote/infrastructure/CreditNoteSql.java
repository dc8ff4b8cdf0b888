package io.billinghub.core.creditnote.infrastructure;

import io.billinghub.core.creditnote.application.CreditNotes;
import io.billinghub.core.creditnote.model.CreditNote;
import io.billinghub.core.creditnote.model.CreditableLine;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.sql.Columns;
import io.billinghub.core.tax.model.TaxCategory;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** The statements behind credit notes. */
@ApplicationScoped
public class CreditNoteSql {

    /**
     * An invoice of which something may be taken back.
     *
     * @param sent whether its customer has it
     * @param creditNote whether it is one itself
     * @param billedByItself whether its account is still one that gets bills
     */
    public record CreditableInvoice(
            long id,
            long billId,
            LocalDate billPeriod,
            CurrencyUnit currency,
            boolean sent,
            boolean creditNote,
            long accountId,
            String accountNumber,
            boolean billedByItself,
            long cycleId,
            int dayOfMonth,
            String timeZone,
            int paymentDays,
            LocalDate openFrom) {}

    /** The run that makes a credit note. */
    public record NewRun(
            UUID uuid,
            CreditableInvoice invoice,
            CyclePeriod period,
            LocalDate issueDate,
            String startedBy,
            OffsetDateTime now) {}

    /** The invoice, locked: what is left of it is decided by one transaction at a time. Also its cycle, whose period stays open until then. */
    public Uni<Optional<CreditableInvoice>> lockedInvoice(SqlConnection connection, UUID invoice) {
        return connection.preparedQuery("""
                        select i.id, b.id as bill_id, b.bill_period, i.currency,
                               coalesce(b.held_from, b.state) in ('sent', 'partiallyPaid', 'settled') as sent, i.type_code = '381' as credit_note,
                               a.id as account_id, a.number, a.root_id = a.id as billed_by_itself, c.id as cycle_id, c.day_of_month,
                               c.time_zone, c.payment_days, c.open_from
                        from tax_invoice i
                        join customer_bill b on b.id = i.bill_id
                        join billing_account a on a.id = b.account_id
                        join bill_cycle c on c.id = a.cycle_id
                        where i.uuid = $1
                        for update of i, c
                        """).execute(Tuple.of(invoice)).map(rows -> {
            for (Row row : rows) {
                return Optional.of(new CreditableInvoice(
                        row.getLong("id"),
                        row.getLong("bill_id"),
                        row.getLocalDate("bill_period"),
                        CurrencyUnit.of(row.getString("currency")),
                        row.getBoolean("sent"),
                        row.getBoolean("credit_note"),
                        row.getLong("account_id"),
                        row.getString("number"),
                        row.getBoolean("billed_by_itself"),
                        row.getLong("cycle_id"),
                        row.getShort("day_of_month"),
                        row.getString("time_zone"),
                        row.getShort("payment_days"),
                        row.getLocalDate("open_from")));
            }
            return Optional.empty();
        });
    }

    /** The invoice's lines, with what credit notes that are not cancelled have taken back of them. */
    public Uni<List<CreditableLine>> lines(SqlConnection connection, CreditableInvoice invoice) {
        return connection
                .preparedQuery("""
                        select l.position, l.net, l.tax_category, l.tax_rate, coalesce(k.credited, 0) as credited
                        from bill_line l
                        left join (
                          select k.position, sum(k.net) as credited
                          from credited_line k
                          join credit_note n on n.id = k.credit_note_id
                          join bill_run r on r.id = n.run_id and r.state <> 'CANCELLED'
                          where k.bill_period = $1 and k.bill_id = $2
                          group by k.position
                        ) k on k.position = l.position
                        where l.bill_period = $1 and l.bill_id = $2 and l.invoice_id = $3
                        order by l.position
                        """)
                .execute(Tuple.of(invoice.billPeriod(), invoice.billId(), invoice.id()))
                .map(rows -> {
                    List<CreditableLine> lines = new ArrayList<>();
                    for (Row row : rows) {
                        lines.add(new CreditableLine(
                                row.getInteger("position"),
                                Money.of(invoice.currency(), row.getBigDecimal("net")),
                                Money.of(invoice.currency(), row.getBigDecimal("credited")),
                                TaxCategory.valueOf(row.getString("tax_category")),
                                row.getBigDecimal("tax_rate")));
                    }
                    return lines;
                });
    }

    /** Credit notes, newest first; one by its id, or those of an invoice. */
    public Uni<List<CreditNote>> list(
            SqlConnection connection, Optional<UUID> id, Optional<UUID> invoice, Optional<UUID> after, int limit) {
        return connection
                .preparedQuery("""
                        select n.uuid, i.uuid as invoice, i.number as invoice_number, m.number, b.uuid as bill, r.uuid as run,
                               r.state, n.reason, n.rebill, n.requested_by, n.requested_at, i.currency, k.positions, k.nets
                        from credit_note n
                        join tax_invoice i on i.id = n.invoice_id
                        join bill_run r on r.id = n.run_id
                        join lateral (
                          select array_agg(k.position order by k.position) as positions, array_agg(k.net::text order by k.position) as nets
                          from credited_line k where k.credit_note_id = n.id
                        ) k on true
                        left join customer_bill b on b.run_id = r.id
                        left join tax_invoice m on m.bill_id = b.id and m.corrects = i.id
                        where ($1::uuid is null or n.uuid = $1) and ($2::uuid is null or i.uuid = $2)
                          and ($3::uuid is null or n.id < (select l.id from credit_note l where l.uuid = $3))
                        order by n.id desc limit $4
                        """)
                .execute(Tuple.of(id.orElse(null), invoice.orElse(null), after.orElse(null), limit))
                .map(rows -> {
                    List<CreditNote> notes = new ArrayList<>();
                    rows.forEach(row -> notes.add(note(row)));
                    return notes;
                });
    }

    private static CreditNote note(Row row) {
        CurrencyUnit currency = CurrencyUnit.of(row.getString("currency"));
        Integer[] positions = row.getArrayOfIntegers("positions");
        String[] nets = row.getArrayOfStrings("nets");
        List<CreditNote.Line> lines = new ArrayList<>();
        for (int i = 0; i < positions.length; i++) {
            lines.add(new CreditNote.Line(positions[i], Money.of(currency, new BigDecimal(nets[i]))));
        }
        return new CreditNote(
                row.getUUID("uuid"),
                row.getUUID("invoice"),
                row.getString("invoice_number"),
                Optional.ofNullable(row.getString("number")),
                Optional.ofNullable(row.getUUID("bill")),
                row.getUUID("run"),
                row.getString("state"),
                row.getString("reason"),
                row.getBoolean("rebill"),
                row.getString("requested_by"),
                row.getOffsetDateTime("requested_at").withOffsetSameInstant(ZoneOffset.UTC),
                lines.stream().map(CreditNote.Line::net).reduce(Money::plus).orElseThrow(),
                lines);
    }

    /** Inserts the run of the one root account, scheduled; answers its id. */
    public Uni<Long> start(SqlConnection connection, NewRun run) {
        CreditableInvoice invoice = run.invoice();
        return connection
                .preparedQuery("""
                        with run as (
                          insert into bill_run (tenant_id, uuid, cycle_id, bill_period, period_to, issue_date, due_date, state,
                                                started_by, created_at, kind, account_id, account_run)
                          select hub_tenant(), $1, $2, $3, $4, $5, $6, 'SCHEDULED', $7, $8, 'CREDIT_NOTE', $9,
                                 (select count(*) + 1 from bill_run where kind = 'CREDIT_NOTE' and account_id = $9)
                          returning id
                        )
                        insert into bill_run_stage (tenant_id, run_id, stage, started_at)
                        select hub_tenant(), id, 'SCHEDULED', $8 from run
                        returning run_id
                        """)
                .execute(Tuple.tuple()
                        .addUUID(run.uuid())
                        .addLong(invoice.cycleId())
                        .addLocalDate(run.period().from())
                        .addLocalDate(run.period().to())
                        .addLocalDate(run.issueDate())
                        .addLocalDate(run.issueDate().plusDays(invoice.paymentDays()))
                        .addString(run.startedBy())
                        .addOffsetDateTime(run.now())
                        .addLong(invoice.accountId()))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Keeps what is taken back of which line. */
    public Uni<Void> keep(
            SqlConnection connection,
            UUID uuid,
            long runId,
            CreditableInvoice invoice,
            CreditNotes.Request request,
            Map<Integer, Money> taken,
            String actor,
            OffsetDateTime now) {
        List<Integer> positions = List.copyOf(taken.keySet());
        return connection
                .preparedQuery("""
                        with note as (
                          insert into credit_note (tenant_id, uuid, run_id, invoice_id, reason, rebill, requested_by, requested_at)
                          values (hub_tenant(), $1, $2, $3, $4, $5, $6, $7)
                          returning id
                        )
                        insert into credited_line (tenant_id, credit_note_id, bill_period, bill_id, position, net)
                        select hub_tenant(), note.id, $8, $9, k.position, k.net
                        from note, unnest($10::integer[], $11::text[]::numeric[]) as k (position, net)
                        order by k.position
                        """)
                .execute(Tuple.tuple()
                        .addUUID(uuid)
                        .addLong(runId)
                        .addLong(invoice.id())
                        .addString(request.reason())
                        .addBoolean(request.rebill())
                        .addString(actor)
                        .addOffsetDateTime(now)
                        .addLocalDate(invoice.billPeriod())
                        .addLong(invoice.billId())
                        .addValue(positions.toArray(Integer[]::new))
                        .addValue(Columns.decimals(
                                positions, position -> taken.get(position).getAmount())))
                .replaceWithVoid();
    }
}
