package io.billinghub.api.tmf630.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.tmf630.ListRequest;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Resources for who moves many of them at once: by the same rules, with the same audit and events as if each had come in a
 * request of its own, in the caller's transaction. The caller has checked the rights.
 */
@ApplicationScoped
public class ResourceTransfer {

    private final ResourceChanges changes;
    private final Representations representations;

    ResourceTransfer(ResourceChanges changes, Representations representations) {
        this.changes = changes;
        this.representations = representations;
    }

    /**
     * Creates the resource, or changes the one that has the id as a merge patch does.
     *
     * @param id under which it is to be found; empty where it is new in any case
     * @param sent what the hub says itself is passed over
     * @return what it is now; fails with {@link HubException} where what is sent can't be done
     */
    public Uni<ObjectNode> put(
            SqlConnection transaction, TenantContext login, TmfResource resource, Optional<UUID> id, ObjectNode sent) {
        return changes.put(transaction, login, resource, id, sent);
    }

    /** The resources that the request asks for, as they are shown. */
    public Uni<List<ObjectNode>> page(SqlConnection transaction, TmfResource resource, ListRequest request) {
        return representations.page(transaction, resource, request).map(page -> page.items());
    }
}
