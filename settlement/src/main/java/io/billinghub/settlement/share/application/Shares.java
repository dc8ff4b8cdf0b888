package io.billinghub.settlement.share.application;

import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.settlement.share.model.LineShare;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;

/** Where shares are kept. */
public interface Shares {

    /** Keeps the shares, however many, in one statement; what a line and party have already stays as it is. */
    Uni<Void> add(SqlConnection transaction, TenantContext context, List<LineShare> shares);
}
