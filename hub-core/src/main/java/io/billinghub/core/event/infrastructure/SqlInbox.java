package io.billinghub.core.event.infrastructure;

import io.billinghub.core.event.application.Inbox;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/**
 * The inbox in the table {@code inbox}. Two deliveries at once: the second waits at the key until the first transaction
 * ends, then finds the event handled, or takes it on if the first was rolled back.
 */
@ApplicationScoped
public class SqlInbox implements Inbox {

    private static final String CLAIM = """
            insert into inbox (tenant_id, consumer, event_id) values ($1, $2, $3)
            on conflict (consumer, event_id) do nothing
            """;

    @Override
    public Uni<Boolean> claim(SqlConnection transaction, TenantContext context, String consumer, UUID eventId) {
        return transaction
                .preparedQuery(CLAIM)
                .execute(Tuple.of(context.tenantId(), consumer, eventId))
                .map(claimed -> claimed.rowCount() == 1);
    }
}
