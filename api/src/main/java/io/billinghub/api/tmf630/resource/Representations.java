package io.billinghub.api.tmf630.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.tmf630.ListRequest;
import io.billinghub.api.tmf630.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedMap;

/** Reads resources as they are shown. */
@ApplicationScoped
class Representations {

    Uni<Page<ObjectNode>> page(SqlConnection connection, TmfResource resource, ListRequest request) {
        return resource.query().run(connection, request).map(page -> page.map(row -> whole(resource, row)));
    }

    /** Fails with UNKNOWN_RESOURCE where the login sees none of this id. */
    Uni<ObjectNode> one(SqlConnection connection, TmfResource resource, String id) {
        return one(
                connection,
                resource,
                id,
                ListRequest.ofOne(resource.definition().type(), id));
    }

    Uni<ObjectNode> one(
            SqlConnection connection, TmfResource resource, String id, MultivaluedMap<String, String> parameters) {
        return one(
                connection,
                resource,
                id,
                ListRequest.ofOne(resource.definition().type(), id, parameters));
    }

    private Uni<ObjectNode> one(SqlConnection connection, TmfResource resource, String id, ListRequest request) {
        return page(connection, resource, request)
                .map(page -> page.only(resource.definition().type(), id));
    }

    private static ObjectNode whole(TmfResource resource, Row row) {
        String id = row.getUUID("uuid").toString();
        ObjectNode shown = resource.show(row);
        ObjectNode whole = shown.objectNode();
        whole.put("id", id).put("href", resource.definition().type().href(id));
        whole.setAll(shown);
        if (!whole.has("@type")) {
            whole.put("@type", resource.definition().type().name());
        }
        return whole;
    }
}
