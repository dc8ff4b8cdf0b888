package io.billinghub.api.document;

import io.billinghub.adapters.document.DocumentQueries;
import io.billinghub.adapters.document.DocumentQueries.DocumentView;
import io.billinghub.api.paging.KnownValue;
import io.billinghub.api.paging.Listing;
import io.billinghub.api.paging.PageRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;

/** Received documents; a partner's login sees its own alone. */
@Path("/hub/v1")
@Tag(name = "Documents")
@RolesAllowed({
    RealmRoles.PARTNER,
    RealmRoles.MARKETPLACE_ADMIN,
    RealmRoles.HUB_ADMIN,
    RealmRoles.BILLING_OPERATIVE,
    RealmRoles.BILLING_MANAGER,
    RealmRoles.IT_OPERATIVE,
    RealmRoles.FINANCE,
    RealmRoles.AUDITOR
})
public class DocumentResource {

    static final String PATH = "/hub/v1/documents";

    private final RequestContext context;
    private final DocumentQueries documents;

    DocumentResource(RequestContext context, DocumentQueries documents) {
        this.context = context;
        this.documents = documents;
    }

    @GET
    @Path("documents")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Received documents, newest first")
    public Uni<Listing<DocumentView>> list(
            @Parameter(description = "Key of the partner", example = "cirrus") @QueryParam("partner") String partner,
            @Parameter(description = "Status", example = "QUARANTINED") @QueryParam("status") String status,
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        PageRequest page = PageRequest.of("documents", cursor, limit);
        KnownValue.of(
                "status",
                status,
                List.of("RECEIVED", "ACCEPTED", "PARTLY_ACCEPTED", "QUARANTINED", "REFUSED", "REPLACED"));
        return context.tenantContext()
                .flatMap(tenant -> documents.documents(tenant, partner, status, page.afterNumber(), page.limit()))
                .map(found -> listing(page, found));
    }

    @GET
    @Path("documents/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "One received document with its figures")
    public Uni<DocumentView> one(@PathParam("id") String id) {
        UUID uuid = id(id);
        return context.tenantContext().flatMap(tenant -> documents.document(tenant, uuid));
    }

    /** Whose document it is, known to be there before the first byte is sent. */
    private record Opened(TenantContext tenant, DocumentView document) {}

    @GET
    @Path("documents/{id}/content")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(summary = "The raw bytes of a document, as they came")
    public Multi<byte[]> content(@PathParam("id") String id) {
        UUID uuid = id(id);
        Uni<Opened> opened = context.tenantContext()
                .flatMap(tenant -> documents.document(tenant, uuid).map(document -> new Opened(tenant, document)));
        return RestMulti.fromUniResponse(
                opened,
                found -> documents.content(found.tenant(), uuid),
                found -> Map.of(
                        HttpHeaders.CONTENT_TYPE,
                        List.of(MediaType.APPLICATION_OCTET_STREAM),
                        HttpHeaders.CONTENT_DISPOSITION,
                        List.of("attachment; filename=\"document-" + uuid + "\"")));
    }

    private static <T> Listing<T> listing(PageRequest page, DocumentQueries.Page<T> found) {
        String next = found.next().isPresent()
                ? page.cursor(Long.toString(found.next().getAsLong()))
                : null;
        return new Listing<>(found.items(), next);
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new HubException(CoreError.UNKNOWN_RESOURCE, "There is no document with the id '" + text + "'.", e);
        }
    }
}
