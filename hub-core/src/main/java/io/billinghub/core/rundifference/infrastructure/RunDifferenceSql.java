package io.billinghub.core.rundifference.infrastructure;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/** Compares the lines of runs as sets. */
@ApplicationScoped
public class RunDifferenceSql {

    /**
     * One side of a comparison.
     *
     * @param runs {@code bill_run.id} of those whose bills count together
     */
    public record Compared(
            UUID uuid, String kind, long cycleId, LocalDate periodFrom, LocalDate periodTo, Long[] runs) {

        private JsonObject json() {
            return new JsonObject()
                    .put("run", uuid.toString())
                    .put("kind", kind)
                    .put("periodFrom", periodFrom.toString())
                    .put("periodTo", periodTo.toString());
        }
    }

    private static final String COMPARED = """
            select r.uuid, r.kind, r.cycle_id, r.bill_period, r.period_to,
                   case when %s then (select array_agg(o.id order by o.id) from bill_run o
                                      where o.cycle_id = r.cycle_id and o.bill_period = r.bill_period and o.kind = 'ON_DEMAND'
                                        and o.state <> 'CANCELLED') end || r.id
            from bill_run r
            """;

    private static final String SUMS = """
            select max(l.root_id) as root_id, l.bill_currency, l.account_id, g.partner_id, l.offering_id, sum(l.net) as net,
                   sum(l.quantity) as quantity, sum(l.amount) as amount, min(l.fee_days) as days, string_agg(distinct l.currency, ' ') as currencies,
                   string_agg(distinct l.tax_category || ' ' || trim_scale(l.tax_rate), ', ') as tax
            from run_line(%s, %s) l
            left join agreement_version v on v.id = l.agreement_version_id left join agreement g on g.id = v.agreement_id
            %s
            group by l.bill_currency, l.account_id, g.partner_id, l.offering_id
            """;

    // amounts of different tiers are not exact multiples: prices count as equal to the millionth part; a fee of less
    // than 28 days
    // is one of a part of its month
    private static final String CHANGES = """
            with before as (%s), after as (%s), change as materialized (
              select coalesce(a.root_id, b.root_id) as root_id, coalesce(a.bill_currency, b.bill_currency) as currency,
                     coalesce(a.account_id, b.account_id) as account_id, coalesce(a.partner_id, b.partner_id) as partner_id,
                     coalesce(a.offering_id, b.offering_id) as offering_id, coalesce(b.net, 0) as before, coalesce(a.net, 0) as after,
                     b.quantity as quantity_before, a.quantity as quantity_after, b.tax as tax_before, a.tax as tax_after,
                     case when b.account_id is null then 'NEW'
                          when a.account_id is null then 'GONE'
                          when b.net = a.net and b.tax = a.tax then 'SAME'
                          when b.currencies <> a.currencies then 'CURRENCY'
                          when b.net = a.net then 'TAX'
                          when b.amount = a.amount then 'EXCHANGE_RATE'
                          when b.quantity = a.quantity and b.days <> a.days and least(b.days, a.days) < 28 then 'DAYS'
                          when b.quantity = a.quantity then 'PRICE'
                          when abs(a.amount * b.quantity - b.amount * a.quantity) <= abs(b.amount * a.quantity) / 1000000 then 'QUANTITY'
                          else 'PRICE_AND_QUANTITY' end as reason
              from before b full join after a
                on a.account_id = b.account_id and a.offering_id = b.offering_id and a.bill_currency = b.bill_currency
               and coalesce(a.partner_id, 0) = coalesce(b.partner_id, 0)
            )
            """;

    private static final String SUMMARY = CHANGES.formatted(
                    SUMS.formatted("$1::bigint[]", "$2::date", ""), SUMS.formatted("$3::bigint[]", "$4::date", ""))
            + """
            , account as (
              select root_id, currency, sum(before) as before, sum(after) as after, count(*) filter (where reason not in ('NEW')) as was,
                     count(*) filter (where reason not in ('GONE')) as "is", bool_and(reason = 'SAME') as same
              from change group by root_id, currency
            ), mover as (
              select * from account where not same order by abs(after - before) desc, root_id limit 20
            )
            select json_build_object(
              'totals', (select coalesce(json_agg(t order by t.currency), '[]') from (
                 select currency, sum(before)::text as before, sum(after)::text as after, sum(after - before)::text as difference
                 from change group by currency) t),
              'accounts', (select json_build_object('same', count(*) filter (where same), 'changed', count(*) filter (where not same and was > 0 and "is" > 0),
                            'new', count(*) filter (where was = 0), 'gone', count(*) filter (where "is" = 0)) from account),
              'reasons', (select coalesce(json_agg(t order by t.reason, t.currency), '[]') from (
                 select reason, currency, count(*) as lines, sum(before)::text as before, sum(after)::text as after,
                        sum(after - before)::text as difference
                 from change group by reason, currency) t),
              'partners', (select coalesce(json_agg(t order by t.partner nulls first, t.currency), '[]') from (
                 select p.key as partner, c.currency, sum(c.before)::text as before, sum(c.after)::text as after,
                        sum(c.after - c.before)::text as difference
                 from change c left join party_role p on p.id = c.partner_id group by p.key, c.currency) t),
              'products', (select coalesce(json_agg(t order by abs(t.difference::numeric) desc, t.product, t.currency), '[]') from (
                 select o.key as product, c.currency, sum(c.before)::text as before, sum(c.after)::text as after,
                        sum(c.after - c.before)::text as difference
                 from change c join product_offering o on o.id = c.offering_id
                 group by o.key, c.currency order by abs(sum(c.after - c.before)) desc, o.key limit 50) t),
              'movers', (select coalesce(json_agg(json_build_object(
                           'account', r.number, 'currency', m.currency, 'before', m.before::text, 'after', m.after::text,
                           'difference', (m.after - m.before)::text,
                           'lines', (select json_agg(json_build_object('account', a.number, 'partner', p.key, 'product', o.key, 'reason', c.reason,
                                                       'before', c.before::text, 'after', c.after::text) order by c.n)
                                     from (select *, row_number() over (order by abs(x.after - x.before) desc, x.offering_id, x.account_id) as n
                                           from change x where x.root_id = m.root_id and x.currency = m.currency and x.reason <> 'SAME') c
                                     join billing_account a on a.id = c.account_id
                                     join product_offering o on o.id = c.offering_id
                                     left join party_role p on p.id = c.partner_id
                                     where c.n <= 5)) order by abs(m.after - m.before) desc, r.number), '[]')
                         from mover m join billing_account r on r.id = m.root_id))
            """;

    private static final String LINES = CHANGES.formatted(
                    SUMS.formatted(
                            "$1::bigint[]",
                            "$2::date",
                            "where l.root_id = (select id from billing_account where number = $5)"),
                    SUMS.formatted(
                            "$3::bigint[]",
                            "$4::date",
                            "where l.root_id = (select id from billing_account where number = $5)"))
            + """
            select json_build_object('lines', coalesce(json_agg(json_build_object(
              'account', a.number, 'partner', p.key, 'product', o.key, 'currency', c.currency, 'reason', c.reason, 'before', c.before::text,
              'after', c.after::text, 'difference', (c.after - c.before)::text, 'quantityBefore', trim_scale(c.quantity_before)::text,
              'quantityAfter', trim_scale(c.quantity_after)::text, 'taxBefore', c.tax_before, 'taxAfter', c.tax_after)
              order by abs(c.after - c.before) desc, o.key, a.number), '[]'))
            from change c
            join billing_account a on a.id = c.account_id
            join product_offering o on o.id = c.offering_id
            left join party_role p on p.id = c.partner_id
            """;

    /** The run by itself. */
    public Uni<Optional<Compared>> find(SqlConnection connection, UUID run) {
        return compared(connection, COMPARED.formatted("false") + "where r.uuid = $1", Tuple.of(run));
    }

    /** The latest complete trial of the run's period, other than the run itself. */
    public Uni<Optional<Compared>> trial(SqlConnection connection, Compared run) {
        return compared(
                connection, COMPARED.formatted("false") + """
                        where r.cycle_id = $1 and r.bill_period = $2 and r.kind = 'TRIAL' and r.state = 'CLOSED' and r.uuid <> $3
                        order by r.id desc limit 1
                        """, Tuple.of(run.cycleId(), run.periodFrom(), run.uuid()));
    }

    /** All bills of the period before: of the cycle's run, and of runs on demand. */
    public Uni<Optional<Compared>> lastPeriod(SqlConnection connection, Compared run) {
        return compared(connection, COMPARED.formatted("true") + """
                        where r.cycle_id = $1 and r.period_to = $2 and r.kind = 'CYCLE' and r.state <> 'CANCELLED'
                        order by r.id desc limit 1
                        """, Tuple.of(run.cycleId(), run.periodFrom()));
    }

    private static Uni<Optional<Compared>> compared(SqlConnection connection, String sql, Tuple values) {
        return connection.preparedQuery(sql).execute(values).map(rows -> {
            for (Row row : rows) {
                return Optional.of(new Compared(
                        row.getUUID(0),
                        row.getString(1),
                        row.getLong(2),
                        row.getLocalDate(3),
                        row.getLocalDate(4),
                        row.getArrayOfLongs(5)));
            }
            return Optional.empty();
        });
    }

    /** Totals, reasons, partners, products and the twenty accounts that have moved most, with five lines each. */
    public Uni<JsonObject> summary(SqlConnection connection, Compared before, Compared after) {
        return connection
                .preparedQuery(SUMMARY)
                .execute(sides(before, after))
                .map(rows -> told(before, after, rows.iterator().next().getJsonObject(0)));
    }

    /** All lines of the root account with this number. */
    public Uni<JsonObject> lines(SqlConnection connection, Compared before, Compared after, String account) {
        return connection
                .preparedQuery(LINES)
                .execute(sides(before, after).addString(account))
                .map(rows -> told(before, after, rows.iterator().next().getJsonObject(0)));
    }

    private static Tuple sides(Compared before, Compared after) {
        return Tuple.tuple()
                .addValue(before.runs())
                .addLocalDate(before.periodFrom())
                .addValue(after.runs())
                .addLocalDate(after.periodFrom());
    }

    private static JsonObject told(Compared before, Compared after, JsonObject figures) {
        return new JsonObject()
                .put("before", before.json())
                .put("after", after.json())
                .mergeIn(figures);
    }
}
