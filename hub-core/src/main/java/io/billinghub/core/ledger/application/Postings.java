package io.billinghub.core.ledger.application;

import io.billinghub.core.ledger.model.LedgerTransaction;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;

/** Posts to the ledger inside of the caller's transaction. */
public interface Postings {

    /**
     * Posts the transactions, in one statement however many there are. One whose {@code uuid} is posted already, here or by
     * a transaction that commits first, is left out with all of its entries: an event that comes again, or a shard that is
     * run again, posts nothing twice.
     *
     * @return fails with {@link IllegalStateException} if what was written does not balance; roll back then
     */
    Uni<Void> post(SqlConnection transaction, TenantContext context, List<LedgerTransaction> transactions);
}
