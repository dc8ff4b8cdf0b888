package io.billinghub.core.invoice.application;

import io.billinghub.core.invoice.model.BilledLine;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import java.util.UUID;

/** The lines behind an event that names a shard of a run. In the order of bill and position. */
public interface BilledLines {

    /**
     * All lines of the shard's bills that were sent; empty if the shard has none, or the tenant has no such run.
     *
     * @param run {@code bill_run.uuid}
     */
    Uni<List<BilledLine>> ofShard(SqlConnection transaction, TenantContext context, UUID run, int shard);
}
