package io.billinghub.core.invoice.application;

import io.billinghub.core.invoice.model.BilledLine;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import java.util.UUID;

/** The lines behind an event that names a shard of a run, or a bill. In the order of bill and position. */
public interface BilledLines {

    /**
     * All lines of the shard's bills; empty if the shard has none, or the tenant has no such run.
     *
     * @param run {@code bill_run.uuid}
     */
    Uni<List<BilledLine>> ofShard(SqlConnection transaction, TenantContext context, UUID run, int shard);

    /**
     * All lines of one bill; empty if the tenant has no such bill.
     *
     * @param bill {@code customer_bill.uuid}
     */
    Uni<List<BilledLine>> ofBill(SqlConnection transaction, TenantContext context, UUID bill);
}
