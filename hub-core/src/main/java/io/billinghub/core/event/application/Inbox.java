package io.billinghub.core.event.application;

import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.UUID;

/** What makes the effect of an event happen once, however often it is delivered. */
public interface Inbox {

    /**
     * Claims the event for the consumer inside of the transaction of its effect.
     *
     * @return false if the consumer has handled it before: then there is nothing to do
     */
    Uni<Boolean> claim(SqlConnection transaction, TenantContext context, String consumer, UUID eventId);
}
