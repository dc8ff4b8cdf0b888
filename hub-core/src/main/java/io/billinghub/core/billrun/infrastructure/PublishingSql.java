package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.prepaid.infrastructure.PrepaidSql;
import io.billinghub.core.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** From approved drafts to published bills: numbers, states, and the sums that are posted. */
@ApplicationScoped
public class PublishingSql {

    private final PrepaidSql prepaid;
    private final TermsChargeSql terms;
    private final AmountDueSql amountsDue;

    public PublishingSql(PrepaidSql prepaid, TermsChargeSql terms, AmountDueSql amountsDue) {
        this.prepaid = prepaid;
        this.terms = terms;
        this.amountsDue = amountsDue;
    }

    /** The sum of a bill's amounts that go to one ledger account. */
    public record BillSum(
            long billId,
            UUID billUuid,
            long customerPartyId,
            String currency,
            boolean agency,
            long sellerPartyId,
            String taxDetail,
            BigDecimal net,
            BigDecimal tax,
            BigDecimal billRounding) {}

    /** What rounding has left of one partner bill in this run. */
    public record ResidueSum(
            long partnerBillId, UUID partnerBillUuid, long partnerPartyId, CurrencyUnit currency, BigDecimal exact) {}

    /**
     * Gives each invoice of the run that has none the next number of its seller's series, in the order of account numbers
     * and positions: one statement, one update of each counter, no gap. Answers how many were given.
     *
     * <p>Invoices that the host issues in a partner's name have a series of their own, with the tenant's key in the number:
     * the partner's name may also be used by itself and by other hosts, and no two of its invoices may share a number.
     */
    public Uni<Integer> giveNumbers(SqlConnection connection, Run run) {
        return connection
                .preparedQuery("""
                        with given as (
                          select i.id, i.seller_party_id, case when i.agency then 'AGENCY' else 'INVOICE' end as series,
                                 row_number() over (partition by i.seller_party_id, i.agency order by a.number, i.position) as place
                          from tax_invoice i
                          join customer_bill b on b.id = i.bill_id
                          join billing_account a on a.id = b.account_id
                          where i.run_id = $1 and not exists (select 1 from invoice_number n where n.invoice_id = i.id)
                        ), counted as (
                          select seller_party_id, series, count(*) as invoices from given group by seller_party_id, series
                        ), series as (
                          insert into number_series (tenant_id, seller_party_id, series, year, last_number)
                          select hub_tenant(), seller_party_id, series, $2, invoices from counted order by seller_party_id, series
                          on conflict (tenant_id, seller_party_id, series, year)
                            do update set last_number = number_series.last_number + excluded.last_number
                          returning id, seller_party_id, series, year, last_number
                        )
                        insert into invoice_number (tenant_id, series_id, number, text, invoice_id)
                        select hub_tenant(), s.id, n.number,
                               format('%s-%s-%s', upper(case s.series when 'AGENCY' then p.key || '-' || t.key else p.key end), s.year, lpad(n.number::text, greatest(6, length(n.number::text)), '0')),
                               g.id
                        from given g
                        join counted c using (seller_party_id, series)
                        join series s using (seller_party_id, series)
                        join party p on p.id = s.seller_party_id
                        join tenant t on t.id = hub_tenant()
                        cross join lateral (select s.last_number - c.invoices + g.place as number) n
                        """)
                .execute(Tuple.of(run.id(), run.issueDate().getYear()))
                .map(inserted -> inserted.rowCount());
    }

    /**
     * Makes the run's drafts approved ones, those on hold too; so bills have the state {@code validated} until they are sent.
     *
     * @return the shards of those that have it now, in order
     */
    public Uni<List<Integer>> validate(SqlConnection connection, Run run) {
        return connection.preparedQuery("""
                        with approved as (
                          update customer_bill
                          set state = case state when 'new' then 'validated' else state end,
                              held_from = case held_from when 'new' then 'validated' else held_from end
                          where run_id = $1 and (state = 'new' or held_from = 'new')
                          returning state, shard)
                        select distinct shard from approved where state = 'validated' order by shard
                        """).execute(Tuple.of(run.id())).map(rows -> {
            List<Integer> shards = new ArrayList<>();
            rows.forEach(row -> shards.add(row.getInteger(0)));
            return shards;
        });
    }

    /** Sends the shard's drafts: state and invoice numbers. Bills on hold stay as they are. */
    public Uni<Integer> send(SqlConnection connection, RunShard shard) {
        return connection
                .preparedQuery("""
                        with sent as (
                          update customer_bill set state = 'sent'
                          where run_id = $1 and shard = $2 and state in ('new', 'validated') returning id
                        ), numbered as (
                          update tax_invoice i set number = n.text
                          from sent, invoice_number n where i.bill_id = sent.id and n.invoice_id = i.id
                        )
                        select count(*)::integer from sent
                        """)
                .execute(Tuple.of(shard.runId(), shard.shard()))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    /** Notes what the shard's sent bills are found by: the words and partners of their lines. */
    public Uni<Void> noteContent(SqlConnection connection, RunShard shard) {
        return connection
                .preparedQuery("select note_bill_content($1, $2, $3)")
                .execute(Tuple.of(shard.runId(), shard.shard(), shard.periodFrom()))
                .replaceWithVoid();
    }

    /** The shard's sent bills as sums per seller and rate of tax, in the order of bills. */
    public Uni<List<BillSum>> sums(SqlConnection connection, RunShard shard) {
        return connection
                .preparedQuery("""
                        select b.id, b.uuid, a.party_id, b.currency, i.agency, i.seller_party_id,
                               coalesce(i.tax_country || ' ', '') || t.category || ' ' || trim_scale(t.rate), sum(t.taxable), sum(t.tax),
                               b.rounding
                        from customer_bill b
                        join billing_account a on a.id = b.account_id
                        join tax_invoice i on i.bill_id = b.id
                        join tax_item t on t.invoice_id = i.id
                        where b.run_id = $1 and b.shard = $2 and b.state = 'sent'
                        group by b.id, b.uuid, a.party_id, b.currency, b.rounding, i.agency, i.seller_party_id, i.tax_country, t.category, t.rate
                        order by b.id, i.agency, i.seller_party_id, i.tax_country nulls first, t.category, t.rate
                        """)
                .execute(Tuple.of(shard.runId(), shard.shard()))
                .map(rows -> {
                    List<BillSum> sums = new ArrayList<>();
                    for (Row row : rows) {
                        sums.add(new BillSum(
                                row.getLong(0),
                                row.getUUID(1),
                                row.getLong(2),
                                row.getString(3),
                                row.getBoolean(4),
                                row.getLong(5),
                                row.getString(6),
                                row.getBigDecimal(7),
                                row.getBigDecimal(8),
                                row.getBigDecimal(9)));
                    }
                    return sums;
                });
    }

    /** What rounding to lines has left of each partner bill that the run has charged. */
    public Uni<List<ResidueSum>> residues(SqlConnection connection, Run run) {
        return connection
                .preparedQuery("""
                        select p.id, p.uuid, r.party_id, b.currency, sum(l.residue)
                        from customer_bill b
                        join bill_line l on l.bill_id = b.id and l.bill_period = $2
                        join charge c on c.id = l.charge_id and c.bill_period = $2 and c.source = 'PARTNER_BILL'
                        join partner_bill p on p.id = c.source_id
                        join party_role r on r.id = p.partner_id
                        where b.run_id = $1
                        group by p.id, p.uuid, r.party_id, b.currency order by p.id, b.currency
                        """)
                .execute(Tuple.of(run.id(), run.period().from()))
                .map(rows -> {
                    List<ResidueSum> residues = new ArrayList<>();
                    for (Row row : rows) {
                        residues.add(new ResidueSum(
                                row.getLong(0),
                                row.getUUID(1),
                                row.getLong(2),
                                CurrencyUnit.of(row.getString(3)),
                                row.getBigDecimal(4)));
                    }
                    return residues;
                });
    }

    /** Notes what was left and what of it was posted. */
    public Uni<Void> insertResidues(SqlConnection connection, Run run, List<ResidueSum> residues, List<Money> posted) {
        return connection
                .preparedQuery("""
                        insert into residue (tenant_id, run_id, partner_bill_id, currency, exact, posted)
                        select hub_tenant(), $1, r.partner_bill_id, r.currency, r.exact, r.posted
                        from unnest($2::bigint[], $3::text[], $4::text[]::numeric[], $5::text[]::numeric[])
                          as r (partner_bill_id, currency, exact, posted)
                        """)
                .execute(Tuple.of(
                        run.id(),
                        Columns.longs(residues, ResidueSum::partnerBillId),
                        Columns.texts(residues, residue -> residue.currency().getCode()),
                        Columns.decimals(residues, ResidueSum::exact),
                        Columns.decimals(posted, Money::getAmount)))
                .replaceWithVoid();
    }

    /** Deletes the drafts and charges of a run that is cancelled before anything was numbered or posted, and gives back what it has drawn. */
    public Uni<Void> deleteDrafts(SqlConnection connection, Run run) {
        return connection
                .preparedQuery("""
                        delete from bill_line l using customer_bill b
                        where b.run_id = $1 and l.bill_id = b.id and l.bill_period = $2
                        """)
                .execute(Tuple.of(run.id(), run.period().from()))
                .flatMap(done -> connection
                        .preparedQuery("""
                                delete from bill_line_part l using customer_bill b
                                where b.run_id = $1 and l.bill_id = b.id and l.bill_period = $2
                                """)
                        .execute(Tuple.of(run.id(), run.period().from())))
                .flatMap(done -> connection
                        .preparedQuery(
                                "delete from tax_item t using tax_invoice i where i.run_id = $1 and t.invoice_id = i.id")
                        .execute(Tuple.of(run.id())))
                .flatMap(done -> connection
                        .preparedQuery("delete from tax_invoice where run_id = $1")
                        .execute(Tuple.of(run.id())))
                .flatMap(done -> connection
                        .preparedQuery("delete from customer_bill where run_id = $1")
                        .execute(Tuple.of(run.id())))
                .flatMap(done -> connection
                        .preparedQuery("delete from charge where run_id = $1 and bill_period = $2")
                        .execute(Tuple.of(run.id(), run.period().from())))
                .flatMap(done -> connection
                        .preparedQuery("delete from plan_state where run_id = $1")
                        .execute(Tuple.of(run.id())))
                .flatMap(done -> terms.takeBackAll(connection, run.id()))
                .flatMap(done -> amountsDue.giveBack(connection, run.id()))
                .flatMap(done -> prepaid.release(connection, run.id()));
    }
}
