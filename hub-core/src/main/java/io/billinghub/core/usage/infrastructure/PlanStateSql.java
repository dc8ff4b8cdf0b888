package io.billinghub.core.usage.infrastructure;

import io.billinghub.core.rating.infrastructure.PlanStateJson;
import io.billinghub.core.rating.modifier.pricing.Memory;
import io.billinghub.core.sql.Columns;
import io.billinghub.core.usage.model.PlanStates;
import io.billinghub.core.usage.model.PlanStates.Key;
import io.billinghub.core.usage.model.PlanStates.Left;
import io.billinghub.core.usage.model.Subscribed;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Keeps what the modifiers of price plans leave for the next period. */
@ApplicationScoped
public class PlanStateSql {

    /** Since when accounts have these products in {@code [from, to)}, or had the last one before. */
    public Uni<List<Subscribed>> subscribed(
            SqlConnection connection, Long[] accounts, Long[] offerings, LocalDate from, LocalDate to) {
        return connection
                .preparedQuery("""
                        select p.account_id, o.id, o.key, o.name, r.id, r.key,
                               coalesce(min(p.started_on) filter (where p.ended_on > $3), max(p.started_on)), max(p.ended_on)
                        from product p
                        join product_offering o on o.id = p.offering_id
                        left join agreement g on g.id = o.agreement_id
                        join lateral (
                          select id, key from party_role
                          where id = g.partner_id or g.partner_id is null and role in ('CSP', 'MARKETPLACE')
                          order by role, id limit 1) r on true
                        where p.account_id = any($1) and p.offering_id = any($2)
                          and p.status not in ('created', 'pendingActive', 'cancelled', 'aborted')
                          and p.started_on < $4
                        group by p.account_id, o.id, o.key, o.name, r.id, r.key
                        """)
                .execute(Tuple.of(accounts, offerings, from, to))
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
                                row.getLocalDate(7)));
                    }
                    return subscribed;
                });
    }

    /** All that is known of the accounts before the day. */
    public Uni<List<Left>> before(SqlConnection connection, Long[] accounts, LocalDate day) {
        return connection.preparedQuery("""
                        select distinct on (account_id, offering_id, plan_key, subscription, rated_period)
                               account_id, offering_id, plan_key, subscription, rated_period, state::text
                        from plan_state
                        where account_id = any($1) and rated_period < $2
                        order by account_id, offering_id, plan_key, subscription, rated_period, run_id desc
                        """).execute(Tuple.of(accounts, day)).map(rows -> {
            List<Left> left = new ArrayList<>();
            for (Row row : rows) {
                left.add(new Left(
                        new Key(row.getLong(0), row.getLong(1), row.getString(2), row.getLong(3)),
                        row.getLocalDate(4),
                        PlanStateJson.read(row.getString(5)).after()));
            }
            return left;
        });
    }

    /** Keeps what a run has found; what it has found before, it finds anew. */
    public Uni<Void> keep(SqlConnection connection, long runId, List<Left> left) {
        if (left.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery("""
                        insert into plan_state (tenant_id, account_id, offering_id, plan_key, subscription, rated_period, run_id, state)
                        select distinct on (s.account_id, s.offering_id, s.plan_key, s.subscription, s.rated_period)
                               hub_tenant(), s.account_id, s.offering_id, s.plan_key, s.subscription, s.rated_period, $1, s.state::jsonb
                        from unnest($2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::date[], $7::text[]) with ordinality
                             as s (account_id, offering_id, plan_key, subscription, rated_period, state, n)
                        order by s.account_id, s.offering_id, s.plan_key, s.subscription, s.rated_period, s.n desc
                        on conflict (account_id, offering_id, plan_key, subscription, rated_period, run_id)
                          do update set state = excluded.state
                        """)
                .execute(Tuple.tuple()
                        .addLong(runId)
                        .addValue(Columns.longs(left, each -> each.key().accountId()))
                        .addValue(Columns.longs(left, each -> each.key().offeringId()))
                        .addValue(Columns.texts(left, each -> each.key().plan()))
                        .addValue(Columns.longs(left, each -> each.key().subscription()))
                        .addValue(Columns.of(left, LocalDate.class, PlanStates.Left::period))
                        .addValue(Columns.texts(left, each -> PlanStateJson.write(Memory.start(each.state())))))
                .replaceWithVoid();
    }
}
