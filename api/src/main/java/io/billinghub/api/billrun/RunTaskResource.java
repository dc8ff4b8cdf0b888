package io.billinghub.api.billrun;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.core.billrun.application.RunTaskDecisions;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The tasks of a run's stages. */
@Path(RunView.PATH + "/{id}/tasks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Bill runs")
public class RunTaskResource {

    private final RequestContext context;
    private final TenantTransaction transactions;
    private final RunTaskDecisions tasks;
    private final Idempotency idempotency;
    private final ObjectMapper json;

    RunTaskResource(
            RequestContext context,
            TenantTransaction transactions,
            RunTaskDecisions tasks,
            Idempotency idempotency,
            ObjectMapper json) {
        this.context = context;
        this.transactions = transactions;
        this.tasks = tasks;
        this.idempotency = idempotency;
        this.json = json;
    }

    @GET
    @RolesAllowed({
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.IT_OPERATIVE,
        RealmRoles.FINANCE,
        RealmRoles.AUDITOR
    })
    @Operation(summary = "The tasks of a run's stages in their order, with each attempt and what it has found")
    @APIResponse(
            responseCode = "200",
            description = "The tasks; a run without any has an empty list",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    public Uni<String> list(@PathParam("id") String id) {
        context.requireWholeTenant();
        UUID run = RunProgressResource.id(id);
        return context.tenantContext()
                .flatMap(tenant -> tasks.ofRun(tenant, run))
                .map(items -> new JsonObject().put("items", items).encode());
    }

    @POST
    @Path("{taskId}/retry")
    @RolesAllowed({RealmRoles.BILLING_OPERATIVE, RealmRoles.BILLING_MANAGER})
    @Operation(summary = "Has a task that has failed done again; workers take it up")
    @APIResponse(
            responseCode = "200",
            description = "The task",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "409", description = "It has not failed, or the run is over")
    public Uni<Response> retry(
            @PathParam("id") String id,
            @PathParam("taskId") String taskId,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        context.requireWholeTenant();
        UUID run = RunProgressResource.id(id);
        UUID task = task(taskId);
        return once(
                KeyedRequest.of(key, "POST " + RunView.PATH + "/" + run + "/tasks/" + task + "/retry", new byte[0]),
                (connection, tenant) -> tasks.retry(connection, tenant, run, task));
    }

    @POST
    @Path("{taskId}/waive")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(RealmRoles.BILLING_MANAGER)
    @Operation(summary = "Has a run go on although a task of it has failed")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.OBJECT),
                            example = "{\"reason\": \"The partner has left, its bill is not expected\"}"))
    @APIResponse(
            responseCode = "200",
            description = "The task, waived",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(
            responseCode = "409",
            description = "It has not failed, the run does not wait for it, or the same login has started the run")
    public Uni<Response> waive(
            @PathParam("id") String id,
            @PathParam("taskId") String taskId,
            byte[] body,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        context.requireWholeTenant();
        UUID run = RunProgressResource.id(id);
        UUID task = task(taskId);
        JsonBody given = JsonBody.read(json, body, "reason of a waiver");
        given.allowOnly(Set.of("reason"), "is not known; there is reason");
        String reason =
                given.text("reason").orElseThrow(() -> new HubException(ApiError.INVALID_BODY, "/reason: is missing."));
        return once(
                KeyedRequest.of(key, "POST " + RunView.PATH + "/" + run + "/tasks/" + task + "/waive", body),
                (connection, tenant) -> tasks.waive(connection, tenant, run, task, reason));
    }

    /** The decision and, where the request has a key, its answer in one transaction. */
    private Uni<Response> once(
            Optional<KeyedRequest> keyed, BiFunction<SqlConnection, TenantContext, Uni<JsonObject>> decision) {
        return context.tenantContext()
                .flatMap(tenant -> transactions.run(
                        tenant,
                        connection -> idempotency.once(
                                connection,
                                tenant,
                                keyed,
                                () -> decision.apply(connection, tenant)
                                        .map(task -> new Answer(200, Optional.empty(), task.encode())))))
                .map(answer -> answer.response().build());
    }

    private static UUID task(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new HubException(CoreError.UNKNOWN_RESOURCE, "There is no task with the id '" + text + "'.", e);
        }
    }
}
