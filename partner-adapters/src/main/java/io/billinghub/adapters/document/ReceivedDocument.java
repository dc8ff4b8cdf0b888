package io.billinghub.adapters.document;

import io.billinghub.core.tenancy.TenantContext;
import java.time.Instant;
import java.util.Objects;

/**
 * How a document came.
 *
 * @param context for whom; the actor is noted as the one who sent it
 * @param partner key of the partner's role
 * @param adapter key of the adapter, or null where the partner has only one
 * @param transport "push", or the name of the transport that was pulled
 * @param fileName as the sender calls it, or null
 * @param contentType as the sender says, or null
 */
public record ReceivedDocument(
        TenantContext context,
        String partner,
        String adapter,
        String transport,
        String fileName,
        String contentType,
        Instant receivedAt) {

    public ReceivedDocument {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(partner, "partner");
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(receivedAt, "receivedAt");
    }
}
