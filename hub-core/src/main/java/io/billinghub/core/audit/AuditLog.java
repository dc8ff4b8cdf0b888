package io.billinghub.core.audit;

import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The append-only audit log. */
@ApplicationScoped
public class AuditLog {

    /**
     * Notes a change in the caller's transaction.
     *
     * @param action what was done, e.g. {@code bill-run.approve}
     * @param subject to what, e.g. {@code bill-run/<uuid>}
     * @param before JSON text of the thing before the change; empty where it is new
     * @param after JSON text of the thing after the change
     */
    public Uni<Void> append(
            SqlConnection transaction,
            TenantContext context,
            String action,
            String subject,
            Optional<String> before,
            Optional<String> after) {
        return transaction
                .preparedQuery("""
                        insert into audit_event (tenant_id, actor, action, subject, before, after)
                        values (hub_tenant(), $1, $2, $3, $4::text::jsonb, $5::text::jsonb)
                        """)
                .execute(Tuple.of(context.actor(), action, subject, before.orElse(null), after.orElse(null)))
                .replaceWithVoid();
    }
}
