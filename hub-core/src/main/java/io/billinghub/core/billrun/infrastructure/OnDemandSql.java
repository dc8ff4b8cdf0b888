package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.infrastructure.BillRunSql.Cycle;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.cycle.CyclePeriod;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** Requests for a bill on demand and the runs that serve them. */
@ApplicationScoped
public class OnDemandSql {

    /** An account for which a bill is asked; {@code rootId} is the account on whose bill it is. */
    public record BilledAccount(long id, String number, long rootId, String rootNumber, long cycleId) {}

    /**
     * A request as it is kept.
     *
     * @param runId the run that serves it; empty where it was refused
     * @param rejection why it was refused
     * @param extension JSON object of what the request said and the hub does not interpret
     */
    public record NewRequest(
            UUID uuid,
            long accountId,
            long rootId,
            Optional<Long> runId,
            Optional<String> name,
            Optional<String> description,
            String extension,
            Optional<String> rejection,
            String requestedBy,
            OffsetDateTime requestedAt) {}

    public Uni<Optional<BilledAccount>> account(SqlConnection connection, UUID uuid) {
        return connection.preparedQuery("""
                        select a.id, a.number, root.id, root.number, root.cycle_id
                        from billing_account a join billing_account root on root.id = a.root_id
                        where a.uuid = $1
                        """).execute(Tuple.of(uuid)).map(rows -> {
            for (Row row : rows) {
                return Optional.of(new BilledAccount(
                        row.getLong(0), row.getString(1), row.getLong(2), row.getString(3), row.getLong(4)));
            }
            return Optional.empty();
        });
    }

    /**
     * A run on demand of the cycle and period that may still be cancelled: its charges would be free again after the cycle's
     * run had left them out. One that is approved keeps them.
     */
    public Uni<Optional<UUID>> unapproved(SqlConnection connection, long cycleId, LocalDate periodFrom) {
        return uuid(connection, """
                select uuid from bill_run
                where cycle_id = $1 and bill_period = $2 and kind = 'ON_DEMAND' and approved_by is null
                  and state not in ('CLOSED', 'CANCELLED')
                order by id limit 1
                """, Tuple.of(cycleId, periodFrom));
    }

    /** A run of the cycle and period that bills the root account already and is not finished. */
    public Uni<Optional<UUID>> underWay(SqlConnection connection, long cycleId, LocalDate periodFrom, long rootId) {
        return uuid(connection, """
                select uuid from bill_run
                where cycle_id = $1 and bill_period = $2 and (kind = 'CYCLE' or kind = 'ON_DEMAND' and account_id = $3)
                  and state not in ('CLOSED', 'CANCELLED')
                order by id limit 1
                """, Tuple.of(cycleId, periodFrom, rootId));
    }

    private static Uni<Optional<UUID>> uuid(SqlConnection connection, String sql, Tuple values) {
        return connection.preparedQuery(sql).execute(values).map(rows -> {
            for (Row row : rows) {
                return Optional.of(row.getUUID(0));
            }
            return Optional.empty();
        });
    }

    /** Whether a partner bill has lines accepted in the period for the root account or its children that are not charged yet. */
    public Uni<Boolean> hasUnbilledLines(SqlConnection connection, long rootId, CyclePeriod period) {
        return connection
                .preparedQuery("""
                        select exists (
                          select from billing_account a
                          join partner_bill_line l on l.account_id = a.id and l.bill_period >= $2 and l.bill_period < $3
                          join partner_bill b on b.id = l.partner_bill_id
                          where a.root_id = $1 and l.accepted
                            and not exists (select from charge c
                                            where c.bill_period = $2 and c.account_id = a.id and c.source = 'PARTNER_BILL'
                                              and c.source_id = case when l.position < 0 then coalesce(b.given_back_by, b.id) else b.id end))
                        """)
                .execute(Tuple.of(rootId, period.from(), period.to()))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Inserts a run of the one root account; answers its id. The caller holds the lock of the cycle. */
    public Uni<Long> insertRun(
            SqlConnection connection,
            UUID uuid,
            Cycle cycle,
            CyclePeriod period,
            LocalDate issueDate,
            long rootId,
            String startedBy,
            OffsetDateTime now) {
        return connection
                .preparedQuery("""
                        insert into bill_run (tenant_id, uuid, cycle_id, bill_period, period_to, issue_date, due_date, state,
                                              started_by, created_at, kind, account_id, account_run)
                        select hub_tenant(), $1, $2, $3, $4, $5, $6, 'SCHEDULED', $7, $8, 'ON_DEMAND', $9,
                               (select count(*) + 1 from bill_run where kind = 'ON_DEMAND' and account_id = $9)
                        returning id
                        """)
                .execute(Tuple.tuple()
                        .addUUID(uuid)
                        .addLong(cycle.id())
                        .addLocalDate(period.from())
                        .addLocalDate(period.to())
                        .addLocalDate(issueDate)
                        .addLocalDate(issueDate.plusDays(cycle.paymentDays()))
                        .addString(startedBy)
                        .addOffsetDateTime(now)
                        .addLong(rootId))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Makes the run's one shard: its account alone, for which an earlier run may have left charges. */
    public Uni<Integer> planShard(SqlConnection connection, Run run) {
        return connection
                .preparedQuery("""
                        with planned as (
                          insert into bill_run_account (tenant_id, run_id, root_id, shard) values (hub_tenant(), $1, $2, 0)
                          on conflict do nothing
                        )
                        insert into bill_run_shard (tenant_id, run_id, shard, reopened) values (hub_tenant(), $1, 0, true)
                        on conflict do nothing
                        """)
                .execute(Tuple.of(run.id(), run.accountId().orElseThrow()))
                .replaceWith(1);
    }

    public Uni<Void> insertRequest(SqlConnection connection, NewRequest request) {
        return connection
                .preparedQuery("""
                        insert into customer_bill_on_demand (tenant_id, uuid, account_id, root_id, run_id, name, description, extension,
                                                             rejection, requested_by, requested_at)
                        values (hub_tenant(), $1, $2, $3, $4, $5, $6, $7::text::jsonb, $8, $9, $10)
                        """)
                .execute(Tuple.tuple()
                        .addUUID(request.uuid())
                        .addLong(request.accountId())
                        .addLong(request.rootId())
                        .addLong(request.runId().orElse(null))
                        .addString(request.name().orElse(null))
                        .addString(request.description().orElse(null))
                        .addString(request.extension())
                        .addString(request.rejection().orElse(null))
                        .addString(request.requestedBy())
                        .addOffsetDateTime(request.requestedAt()))
                .replaceWithVoid();
    }
}
