package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.infrastructure.BillRunSql.Cycle;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.model.RunKind;
import io.billinghub.core.cycle.CyclePeriod;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
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

    /** A run of one of the kinds for the cycle and period that is neither closed nor cancelled. */
    public Uni<Optional<UUID>> unfinishedRun(
            SqlConnection connection, long cycleId, LocalDate periodFrom, RunKind... kinds) {
        return connection
                .preparedQuery("""
                        select uuid from bill_run
                        where cycle_id = $1 and bill_period = $2 and state not in ('CLOSED', 'CANCELLED') and kind = any($3::text[])
                        order by id limit 1
                        """)
                .execute(Tuple.of(
                        cycleId,
                        periodFrom,
                        Arrays.stream(kinds).map(RunKind::name).toArray(String[]::new)))
                .map(rows -> {
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
                          where a.root_id = $1 and l.accepted
                            and not exists (select from charge c
                                            where c.bill_period = $2 and c.account_id = a.id and c.source = 'PARTNER_BILL'
                                              and c.source_id = l.partner_bill_id))
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
                        insert into customer_bill_on_demand (tenant_id, uuid, account_id, run_id, name, description, extension,
                                                             rejection, requested_by, requested_at)
                        values (hub_tenant(), $1, $2, $3, $4, $5, $6::text::jsonb, $7, $8, $9)
                        """)
                .execute(Tuple.tuple()
                        .addUUID(request.uuid())
                        .addLong(request.accountId())
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
