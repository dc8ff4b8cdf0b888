package io.billinghub.api.tmf630.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.tmf630.PagedQuery;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.Optional;
import java.util.UUID;

/**
 * A resource of a TM Forum API. Each method works in the caller's transaction, where row-level security narrows it; whoever
 * calls has checked the rights, the attributes and the states.
 */
public interface TmfResource {

    Definition definition();

    /** The statement behind list and get; its columns have {@code uuid}, and what {@link #show} needs. */
    PagedQuery query();

    /** The representation without {@code id}, {@code href} and, where the client gave none, {@code @type}. */
    ObjectNode show(Row row);

    /**
     * Stores a new one.
     *
     * @param id that it will have
     * @param body without attributes that the hub gives
     * @return fails with {@link HubException} where what the body says can't be done
     */
    Uni<Void> create(SqlConnection connection, TenantContext login, UUID id, ObjectNode body);

    /**
     * As {@link #create}.
     *
     * @param id under which it will be shown, unless the resource composes its ids of what it stores
     * @return the id under which it is shown
     */
    default Uni<UUID> createAs(SqlConnection connection, TenantContext login, UUID id, ObjectNode body) {
        return create(connection, login, id, body).replaceWith(id);
    }

    /**
     * Stores what one has become.
     *
     * @param before as it was shown
     * @param after as it is to be shown
     * @return fails with {@link HubException} where that can't be done
     */
    Uni<Void> change(SqlConnection connection, TenantContext login, UUID id, ObjectNode before, ObjectNode after);

    /**
     * As {@link #change}, for who has to tell what was said from what follows from it.
     *
     * @param said the attributes that the client has sent, also those that have their value already
     */
    default Uni<Void> changeAsSaid(
            SqlConnection connection,
            TenantContext login,
            UUID id,
            ObjectNode said,
            ObjectNode before,
            ObjectNode after) {
        return change(connection, login, id, before, after);
    }

    /** @return fails with a foreign key violation, or with {@link HubException} IN_USE, while something needs it */
    Uni<Void> delete(SqlConnection connection, TenantContext login, UUID id);

    /**
     * A statement that answers {@code partner_id} (a party role's) and {@code account_id} for the resource with the UUID {@code $1}: whose
     * it is, so that partners and customers hear of their own alone. Empty where it concerns the whole tenant.
     */
    default Optional<String> owner() {
        return Optional.empty();
    }

    /**
     * A statement that answers {@code made_by} for the resource with the UUID {@code $1}: the login that has made it, for {@link
     * Rights#deleters}. Empty where that does not matter.
     */
    default Optional<String> maker() {
        return Optional.empty();
    }

    /** What the audit log keeps of it: all, unless that is large, or says more about a person than the log has to keep. */
    default ObjectNode audited(ObjectNode shown) {
        return shown;
    }
}
