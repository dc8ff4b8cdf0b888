package io.billinghub.api.tmf630.resource;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.FieldSelection;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.api.tmf630.ListRequest;
import io.billinghub.api.tmf630.TmfAnswers;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantTransaction;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The routes of all resources that are defined by a {@link TmfResource}. Rights are those of the definition, checked before
 * anything is read; {@link ResourceDocumentation} puts each route into the OpenAPI document.
 */
@Path("/tmf-api/{api}/v4/{resource}")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
public class TmfResourceEndpoints {

    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final RequestContext context;
    private final TenantTransaction transaction;
    private final TmfResources resources;
    private final Representations representations;
    private final ResourceReads reads;
    private final ResourceChanges changes;
    private final Idempotency idempotency;
    private final TmfAnswers answers;
    private final ObjectMapper json;

    TmfResourceEndpoints(
            RequestContext context,
            TenantTransaction transaction,
            TmfResources resources,
            Representations representations,
            ResourceReads reads,
            ResourceChanges changes,
            Idempotency idempotency,
            TmfAnswers answers,
            ObjectMapper json) {
        this.context = context;
        this.transaction = transaction;
        this.resources = resources;
        this.representations = representations;
        this.reads = reads;
        this.changes = changes;
        this.idempotency = idempotency;
        this.answers = answers;
        this.json = json;
    }

    @GET
    public Uni<Response> list(
            @PathParam("api") String api, @PathParam("resource") String segment, @Context UriInfo uri) {
        TmfResource resource = permitted(api, segment, Operation.LIST);
        return reads.list(
                resource.definition().type(),
                uri,
                (connection, login, request) -> representations.page(connection, resource, request));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> create(
            @PathParam("api") String api,
            @PathParam("resource") String segment,
            @HeaderParam("Idempotency-Key") String key,
            byte[] body) {
        TmfResource resource = permitted(api, segment, Operation.CREATE);
        Definition definition = resource.definition();
        ObjectNode sent = JsonBody.read(json, body, definition.type().name()).json();
        Optional<KeyedRequest> keyed =
                KeyedRequest.of(key, "POST " + definition.type().path(), body);
        return context.tenantContext()
                .flatMap(login -> transaction.run(
                        login,
                        connection -> idempotency.once(
                                connection,
                                login,
                                keyed,
                                () -> changes.create(connection, login, resource, sent)
                                        .map(this::created))))
                .map(answer -> answer.response().build());
    }

    @GET
    @Path("{id}")
    public Uni<Response> one(
            @PathParam("api") String api,
            @PathParam("resource") String segment,
            @PathParam("id") String id,
            @Context UriInfo uri) {
        TmfResource resource = permitted(api, segment, Operation.GET);
        FieldSelection fields = ListRequest.ofOne(resource.definition().type(), id, uri.getQueryParameters())
                .fields();
        return context.tenantContext()
                .flatMap(login -> transaction.run(
                        login, connection -> representations.one(connection, resource, id, uri.getQueryParameters())))
                .map(found -> shown(found, fields));
    }

    @PATCH
    @Path("{id}")
    @Consumes({MediaType.APPLICATION_JSON, MERGE_PATCH})
    public Uni<Response> change(
            @PathParam("api") String api,
            @PathParam("resource") String segment,
            @PathParam("id") String id,
            @QueryParam("fields") List<String> fields,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
            byte[] body) {
        TmfResource resource = permitted(api, segment, Operation.PATCH);
        Definition definition = resource.definition();
        ObjectNode patch = JsonBody.read(json, body, definition.type().name()).json();
        UUID uuid = ResourceChanges.id(resource, id);
        FieldSelection selection = FieldSelection.parse(definition.type(), fields);
        return context.tenantContext()
                .flatMap(login -> transaction.run(
                        login,
                        connection ->
                                changes.patch(connection, login, resource, uuid, patch, Optional.ofNullable(ifMatch))))
                .map(after -> shown(after, selection));
    }

    @DELETE
    @Path("{id}")
    public Uni<Response> delete(
            @PathParam("api") String api,
            @PathParam("resource") String segment,
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
        TmfResource resource = permitted(api, segment, Operation.DELETE);
        boolean ofAnybody = resource.definition().rights().deleters().stream().anyMatch(context::hasRole);
        UUID uuid = ResourceChanges.id(resource, id);
        return context.tenantContext()
                .flatMap(login -> transaction.run(
                        login,
                        connection -> changes.delete(
                                connection, login, resource, uuid, Optional.ofNullable(ifMatch), ofAnybody)))
                .map(done -> Response.noContent().build());
    }

    /** The resource, if it is there, knows the operation, and one of the login's roles may do it. */
    private TmfResource permitted(String api, String segment, Operation operation) {
        TmfResource resource = resources.required(api, segment);
        Definition definition = resource.definition();
        if (!definition.allows(operation)) {
            String[] allowed = definition.methods(operation.ofOne());
            throw new NotAllowedException(allowed[0], Arrays.copyOfRange(allowed, 1, allowed.length));
        }
        if (definition.rights().of(operation).stream().noneMatch(context::hasRole)) {
            throw new HubException(ApiError.FORBIDDEN, "None of the token's roles may do this.");
        }
        boolean forItself = definition.rights().narrowedWriters().stream().anyMatch(context::hasRole);
        if (!Operation.READ.contains(operation) && !forItself) {
            context.requireWholeTenant();
        }
        return resource;
    }

    private Answer created(ObjectNode resource) {
        return Answer.of(json, 201, Optional.of(resource.path("href").textValue()), resource);
    }

    private Response shown(ObjectNode resource, FieldSelection fields) {
        String tag = EntityTag.of(resource);
        Response response = answers.one(resource, fields);
        response.getHeaders().putSingle(HttpHeaders.ETAG, tag);
        return response;
    }
}
