package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Bills that are put on hold and released. */
@ApplicationScoped
public class HoldSql {

    /** A bill's state, locked; {@code heldFrom} is there while it is on hold. */
    public record HeldBill(long id, UUID uuid, String state, Optional<String> heldFrom) {}

    /** The run of the bill. Locked before the bill, in the order in which workers lock them. */
    public Uni<Optional<UUID>> runOf(SqlConnection connection, UUID bill) {
        return connection
                .preparedQuery(
                        "select r.uuid from customer_bill b join bill_run r on r.id = b.run_id where b.uuid = $1")
                .execute(Tuple.of(bill))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(row.getUUID(0));
                    }
                    return Optional.empty();
                });
    }

    /** The bill, locked; empty if its run was cancelled in the meantime. */
    public Uni<Optional<HeldBill>> locked(SqlConnection connection, UUID bill) {
        return connection
                .preparedQuery("select id, uuid, state, held_from from customer_bill where uuid = $1 for update")
                .execute(Tuple.of(bill))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(new HeldBill(
                                row.getLong(0),
                                row.getUUID(1),
                                row.getString(2),
                                Optional.ofNullable(row.getString(3))));
                    }
                    return Optional.empty();
                });
    }

    public Uni<Void> hold(SqlConnection connection, HeldBill bill) {
        return connection
                .preparedQuery("update customer_bill set held_from = state, state = 'onHold' where id = $1")
                .execute(Tuple.of(bill.id()))
                .replaceWithVoid();
    }

    public Uni<Void> release(SqlConnection connection, HeldBill bill) {
        return connection
                .preparedQuery("update customer_bill set state = held_from, held_from = null where id = $1")
                .execute(Tuple.of(bill.id()))
                .replaceWithVoid();
    }

    /**
     * If the bill's shard went to the customers without it: gives bill and account a shard of their own that is to be
     * published, since an event tells of each shard once.
     */
    public Uni<Void> shardOfItsOwn(SqlConnection connection, Run run, HeldBill bill) {
        return connection
                .preparedQuery("""
                        with next_shard as (
                          insert into bill_run_shard (tenant_id, run_id, shard, done)
                          select hub_tenant(), $1, (select max(shard) + 1 from bill_run_shard where run_id = $1), 'CONSOLIDATED'
                          from customer_bill b join bill_run_shard s on s.run_id = b.run_id and s.shard = b.shard
                          where b.id = $2 and s.done in ('PUBLISHED', 'WRITTEN')
                          returning shard
                        ), moved as (
                          update customer_bill b set shard = s.shard from next_shard s where b.id = $2 returning b.account_id, b.shard
                        )
                        update bill_run_account a set shard = m.shard from moved m where a.run_id = $1 and a.root_id = m.account_id
                        """)
                .execute(Tuple.of(run.id(), bill.id()))
                .replaceWithVoid();
    }

    /** How many bills of the run are on hold that were not sent yet. */
    public Uni<Long> heldDrafts(SqlConnection connection, Run run) {
        return connection
                .preparedQuery(
                        "select count(*) from customer_bill where run_id = $1 and held_from in ('new', 'validated')")
                .execute(Tuple.of(run.id()))
                .map(rows -> rows.iterator().next().getLong(0));
    }
}
