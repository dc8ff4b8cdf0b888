package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.model.ReviewSample.Candidate;
import io.billinghub.core.billrun.model.ReviewSample.Risk;
import io.billinghub.core.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Bills of runs that are drawn for the human eye. */
@ApplicationScoped
public class ReviewSampleSql {

    /** Some of a run's bills, and the account behind which the next ones follow. */
    public record Page(List<Candidate> candidates, long lastAccount) {}

    private static final Risk[] RISKS = {
        Risk.NEGATIVE, Risk.FIRST_BILL, Risk.CHANGED, Risk.LARGE, Risk.NEW_PARTNER, Risk.NEW_PRICE
    };

    private static final String PARTNERS = """
            select g.partner_id from bill_line l join charge c on c.id = l.charge_id and c.bill_period = l.bill_period
            join agreement_version v on v.id = c.agreement_version_id join agreement g on g.id = v.agreement_id
            where l.bill_id = %1$s and l.bill_period = %2$s
            """;
    private static final String PRICES = """
            select c.price_plan_id from bill_line l join charge c on c.id = l.charge_id and c.bill_period = l.bill_period
            where l.bill_id = %1$s and l.bill_period = %2$s and c.price_plan_id is not null
            """;

    private static final String CANDIDATES = """
            with this as (select id, cycle_id, bill_period from bill_run where id = $1),
            last as (
              select o.id from this join bill_run o
                on o.cycle_id = this.cycle_id and o.bill_period < this.bill_period and o.kind = 'CYCLE' and o.state <> 'CANCELLED'
              order by o.bill_period desc limit 1
            ), average as (
              select currency, avg(abs(net + tax)) as amount from customer_bill where run_id = $1 group by currency
            ), bill as (
              select id, uuid, account_id, bill_period, currency, net + tax as amount
              from customer_bill where run_id = $1 and account_id > $2 order by account_id limit $3
            )
            select b.uuid, b.account_id, b.amount < 0, e.id is null,
                   coalesce(e.currency <> b.currency or abs(b.amount - (e.net + e.tax)) * 2 > abs(e.net + e.tax), false),
                   abs(b.amount) > 5 * v.amount,
                   e.id is not null and exists (%s except %s),
                   e.id is not null and exists (%s except %s)
            from bill b
            join average v on v.currency = b.currency
            left join customer_bill e on e.run_id = (select id from last) and e.account_id = b.account_id
            order by b.account_id
            """.formatted(
                    PARTNERS.formatted("b.id", "b.bill_period"),
                    PARTNERS.formatted("e.id", "e.bill_period"),
                    PRICES.formatted("b.id", "b.bill_period"),
                    PRICES.formatted("e.id", "e.bill_period"));

    /** The run's bills of the accounts behind this one, by {@code billing_account.id}. */
    public Uni<Page> candidates(SqlConnection connection, Run run, long afterAccount, int limit) {
        return connection
                .preparedQuery(CANDIDATES)
                .execute(Tuple.of(run.id(), afterAccount, limit))
                .map(rows -> {
                    List<Candidate> candidates = new ArrayList<>();
                    long last = afterAccount;
                    for (Row row : rows) {
                        Set<Risk> risks = EnumSet.noneOf(Risk.class);
                        for (int i = 0; i < RISKS.length; i++) {
                            if (row.getBoolean(2 + i)) {
                                risks.add(RISKS[i]);
                            }
                        }
                        candidates.add(new Candidate(row.getUUID(0), risks));
                        last = row.getLong(1);
                    }
                    return new Page(candidates, last);
                });
    }

    /** Keeps what was drawn; bills that were drawn before stay as they are. Answers how many of the run's are not looked at, and how many there are. */
    public Uni<long[]> keep(SqlConnection connection, Run run, List<Candidate> drawn) {
        return connection
                .preparedQuery("""
                        insert into bill_run_sample (tenant_id, run_id, bill, risks)
                        select hub_tenant(), $1, d.bill, coalesce(string_to_array(nullif(d.risks, ''), ' '), '{}')
                        from unnest($2::uuid[], $3::text[]) as d (bill, risks)
                        on conflict do nothing
                        """)
                .execute(Tuple.of(
                        run.id(),
                        Columns.of(drawn, UUID.class, Candidate::bill),
                        Columns.texts(
                                drawn,
                                bill -> String.join(
                                        " ",
                                        bill.risks().stream()
                                                .map(Enum::name)
                                                .sorted()
                                                .toList()))))
                .flatMap(kept -> connection
                        .preparedQuery(
                                "select count(*) - count(looked_at), count(*) from bill_run_sample where run_id = $1")
                        .execute(Tuple.of(run.id())))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new long[] {row.getLong(0), row.getLong(1)};
                });
    }

    /** The sample as JSON, what is not looked at first; amounts are texts, exact. */
    public Uni<JsonArray> list(SqlConnection connection, long run) {
        return connection.preparedQuery("""
                        select coalesce(json_agg(json_strip_nulls(json_build_object(
                                 'bill', s.bill, 'account', a.number, 'currency', b.currency, 'amount', (b.net + b.tax)::text, 'lines', b.line_count,
                                 'risks', to_json(s.risks), 'lookedAtBy', s.looked_at_by, 'lookedAt', s.looked_at, 'note', s.note))
                                 order by s.looked_at nulls first, a.number), '[]')
                        from bill_run_sample s join customer_bill b on b.uuid = s.bill join billing_account a on a.id = b.account_id
                        where s.run_id = $1
                        """).execute(Tuple.of(run)).map(rows ->
                (JsonArray) rows.iterator().next().getValue(0));
    }

    /** Marks a bill of the sample; false where it is not in it. Once all are looked at, the tasks that waited for it are done again. */
    public Uni<Boolean> look(
            SqlConnection connection, long run, UUID bill, String by, String note, OffsetDateTime now) {
        return connection
                .preparedQuery("""
                        update bill_run_sample set looked_at_by = $3, note = $4, looked_at = $5 where run_id = $1 and bill = $2
                        """)
                .execute(Tuple.of(run, bill, by, note, now))
                .flatMap(marked -> marked.rowCount() == 0
                        ? Uni.createFrom().item(false)
                        : connection
                                .preparedQuery("""
                                        update bill_run_task set status = 'OPEN', retried_by = $2
                                        where run_id = $1 and definition ->> 'type' = 'SAMPLE' and status in ('FAILED', 'WARNED')
                                          and not exists (select from bill_run_sample where run_id = $1 and looked_at is null)
                                        """)
                                .execute(Tuple.of(run, by))
                                .replaceWith(true));
    }
}
