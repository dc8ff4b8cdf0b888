package io.billinghub.core.usage.infrastructure;

import io.billinghub.core.rating.infrastructure.PlanStateJson;
import io.billinghub.core.rating.modifier.pricing.Memory;
import io.billinghub.core.rating.modifier.pricing.PlanState;
import io.billinghub.core.sql.Columns;
import io.billinghub.core.usage.model.PlanStates;
import io.billinghub.core.usage.model.PlanStates.Kept;
import io.billinghub.core.usage.model.PlanStates.Key;
import io.billinghub.core.usage.model.PlanStates.Left;
import io.billinghub.core.usage.model.PlanStates.Terms;
import io.billinghub.core.usage.model.Subscribed;
import io.billinghub.core.usage.model.Subscriptions;
import io.billinghub.core.usage.model.UsageAccount;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Keeps what the modifiers of price plans leave for the next period. */
@ApplicationScoped
public class PlanStateSql {

    /** An account and the one that is billed for it. */
    public record Member(UsageAccount account, long rootId) {}

    /** The days of a subscription; the end as in {@link Subscribed}. */
    public record Days(LocalDate from, LocalDate to) {}

    /** All subscriptions of these products that the accounts have, have had or will have. */
    public Uni<Subscriptions> subscriptions(SqlConnection connection, Long[] accounts, Long[] offerings) {
        return connection
                .preparedQuery("""
                        select p.account_id, o.id, o.key, o.name, r.id, r.key, p.started_on, p.ended_on,
                               array(select greatest(v.valid_from, date '0001-01-01') from agreement_version v
                                      where v.agreement_id = g.id and v.usage ->> 'role' = 'EVIDENCE' order by v.version),
                               array(select least(v.valid_to, date '9999-12-31') from agreement_version v
                                      where v.agreement_id = g.id and v.usage ->> 'role' = 'EVIDENCE' order by v.version)
                        from product p
                        join product_offering o on o.id = p.offering_id
                        left join agreement g on g.id = o.agreement_id
                        join lateral (
                          select id, key from party_role
                          where id = g.partner_id or g.partner_id is null and role in ('CSP', 'MARKETPLACE')
                          order by role, id limit 1) r on true
                        where p.account_id = any($1) and p.offering_id = any($2)
                          and p.status not in ('created', 'pendingActive', 'cancelled', 'aborted')
                        """)
                .execute(Tuple.of(accounts, offerings))
                .map(rows -> {
                    List<Subscribed> subscribed = new ArrayList<>();
                    for (Row row : rows) {
                        subscribed.add(new Subscribed(
                                row.getLong(0),
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                row.getLong(4),
                                row.getString(5),
                                row.getLocalDate(6),
                                row.getLocalDate(7),
                                days(row.getArrayOfLocalDates(8), row.getArrayOfLocalDates(9))));
                    }
                    return new Subscriptions(subscribed);
                });
    }

    private static List<Subscribed.Days> days(LocalDate[] from, LocalDate[] to) {
        List<Subscribed.Days> days = new ArrayList<>(from.length);
        for (int i = 0; i < from.length; i++) {
            days.add(new Subscribed.Days(from[i], to[i]));
        }
        return days;
    }

    /** The days of these subscriptions, by {@code product.id}. */
    public Uni<Map<Long, Days>> days(SqlConnection connection, Long[] subscriptions) {
        return connection
                .preparedQuery("select id, started_on, ended_on from product where id = any($1)")
                .execute(Tuple.tuple().addArrayOfLong(subscriptions))
                .map(rows -> {
                    Map<Long, Days> days = new HashMap<>();
                    rows.forEach(row -> days.put(row.getLong(0), new Days(row.getLocalDate(1), row.getLocalDate(2))));
                    return days;
                });
    }

    /** All accounts that are billed to the root accounts of these, themselves among them. */
    public Uni<List<Member>> hierarchies(SqlConnection connection, Long[] accounts) {
        return connection
                .preparedQuery("""
                        select a.id, a.number, a.root_id from billing_account a
                        where a.root_id in (select root_id from billing_account where id = any($1)) order by a.id
                        """)
                .execute(Tuple.tuple().addArrayOfLong(accounts))
                .map(rows -> {
                    List<Member> members = new ArrayList<>();
                    rows.forEach(row -> members.add(
                            new Member(new UsageAccount(row.getLong(0), row.getString(1)), row.getLong(2))));
                    return members;
                });
    }

    /** All that is known of the accounts, and of allowances that they share, before the day. */
    public Uni<List<Left>> before(SqlConnection connection, Long[] accounts, LocalDate day) {
        return connection.preparedQuery("""
                        select distinct on (account_id, offering_id, plan_key, subscription, rated_period)
                               account_id, offering_id, plan_key, subscription, rated_period, state::text, since, counted_from,
                               service_from, service_to, ends
                        from plan_state
                        where account_id in (select unnest($1::bigint[]) union
                                             select root_id from billing_account where id = any($1))
                          and rated_period < $2
                        order by account_id, offering_id, plan_key, subscription, rated_period, kept desc
                        """).execute(Tuple.of(accounts, day)).map(rows -> {
            List<Left> left = new ArrayList<>();
            rows.forEach(row -> left.add(left(row)));
            return left;
        });
    }

    private static Left left(Row row) {
        Key key = new Key(row.getLong(0), row.getLong(1), row.getString(2), row.getLong(3));
        return new Left(
                key,
                row.getLocalDate(4),
                Optional.ofNullable(row.getString(5)).map(PlanStateJson::read).map(state -> kept(row, state)));
    }

    private static Kept kept(Row row, Memory<PlanState> state) {
        Terms terms = new Terms(
                row.getLocalDate(6), row.getLocalDate(7), row.getLocalDate(8), row.getLocalDate(9), row.getBoolean(10));
        return new Kept(terms, state.before(), state.after());
    }

    /** Takes away what an earlier rating of the accounts in the same run has found. */
    public Uni<Void> drop(SqlConnection connection, long runId, Long[] accounts) {
        return connection
                .preparedQuery("delete from plan_state where run_id = $1 and account_id = any($2)")
                .execute(Tuple.of(runId, accounts))
                .replaceWithVoid();
    }

    /**
     * Keeps what a run has found; what it has found before, it finds anew.
     *
     * @param runId {@code bill_run.id}
     * @param run by which its pricing is told apart, as in {@link PlanStates#run}
     */
    public Uni<Void> keep(SqlConnection connection, long runId, String run, List<Left> left) {
        if (left.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery("""
                        insert into plan_state (tenant_id, account_id, offering_id, plan_key, subscription, rated_period, run_id, state,
                                                since, counted_from, service_from, service_to, ends)
                        select hub_tenant(), s.account_id, s.offering_id, s.plan_key, s.subscription, s.rated_period, $1, s.state::jsonb,
                               coalesce(s.since, '-infinity'), coalesce(s.counted_from, '-infinity'),
                               coalesce(s.service_from, '-infinity'), coalesce(s.service_to, 'infinity'), coalesce(s.ends, false)
                        from unnest($2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::date[], $7::text[], $8::date[],
                                    $9::date[], $10::date[], $11::date[], $12::boolean[])
                             as s (account_id, offering_id, plan_key, subscription, rated_period, state, since, counted_from,
                                   service_from, service_to, ends)
                        on conflict (account_id, offering_id, plan_key, subscription, rated_period, run_id)
                          do update set state = excluded.state, since = excluded.since, counted_from = excluded.counted_from,
                                        service_from = excluded.service_from, service_to = excluded.service_to,
                                        ends = excluded.ends, kept = default
                        """)
                .execute(Tuple.tuple()
                        .addLong(runId)
                        .addValue(Columns.longs(left, each -> each.key().accountId()))
                        .addValue(Columns.longs(left, each -> each.key().offeringId()))
                        .addValue(Columns.texts(left, each -> each.key().plan()))
                        .addValue(Columns.longs(left, each -> each.key().subscription()))
                        .addValue(Columns.of(left, LocalDate.class, Left::period))
                        .addValue(Columns.texts(
                                left,
                                each -> each.kept()
                                        .map(kept -> PlanStateJson.write(
                                                new Memory<>(run, each.period(), kept.before(), kept.after())))
                                        .orElse(null)))
                        .addValue(Columns.of(left, LocalDate.class, each -> terms(each, Terms::since)))
                        .addValue(Columns.of(left, LocalDate.class, each -> terms(each, Terms::counted)))
                        .addValue(Columns.of(left, LocalDate.class, each -> terms(each, Terms::from)))
                        .addValue(Columns.of(left, LocalDate.class, each -> terms(each, Terms::to)))
                        .addValue(Columns.of(left, Boolean.class, each -> terms(each, Terms::ends))))
                .replaceWithVoid();
    }

    private static <V> V terms(Left left, Function<Terms, V> part) {
        return left.kept().map(Kept::terms).map(part).orElse(null);
    }
}
