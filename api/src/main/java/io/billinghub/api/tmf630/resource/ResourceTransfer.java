package io.billinghub.api.tmf630.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.tmf630.ListRequest;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Multi;
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
     * Lets nobody else change or delete resources of these types until the transaction ends.
     *
     * @param resources in an order that all callers keep, so that none waits for another that waits for it
     */
    public Uni<Void> lock(SqlConnection transaction, List<TmfResource> resources) {
        return Multi.createFrom()
                .iterable(resources)
                .onItem()
                .transformToUniAndConcatenate(resource -> changes.lockType(transaction, resource))
                .onItem()
                .ignoreAsUni();
    }

    /**
     * Creates the resource, or changes the one that has the id as a merge patch does; its type is locked.
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
