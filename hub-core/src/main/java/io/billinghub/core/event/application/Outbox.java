package io.billinghub.core.event.application;

import io.billinghub.core.event.model.DomainEvent;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;

/** Where a use case leaves its events: in the transaction of the change that they tell. */
public interface Outbox {

    /** Adds the events to the caller's transaction; they are told if, and only if, it commits. */
    Uni<Void> append(SqlConnection transaction, TenantContext context, List<DomainEvent> events);
}
