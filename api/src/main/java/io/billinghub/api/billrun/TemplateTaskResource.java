package io.billinghub.api.billrun;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.edit.IfMatch;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.core.billrun.application.RunTaskDecisions;
import io.billinghub.core.billrun.infrastructure.RunTaskSql.OfTemplate;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The tasks that a template gives the stages of its runs. */
@Path(RunTemplateView.PATH + "/{key}/tasks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Bill runs")
public class TemplateTaskResource {

    private final RequestContext context;
    private final TenantTransaction transactions;
    private final RunTaskDecisions tasks;
    private final ObjectMapper json;

    TemplateTaskResource(
            RequestContext context, TenantTransaction transactions, RunTaskDecisions tasks, ObjectMapper json) {
        this.context = context;
        this.transactions = transactions;
        this.tasks = tasks;
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
    @Operation(summary = "The tasks of a template; their ETag is what a change of them needs")
    @APIResponse(
            responseCode = "200",
            description = "The tasks in the order in which they are kept",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "404", description = "There is no template with this key")
    public Uni<Response> list(@PathParam("key") String key) {
        context.requireWholeTenant();
        return context.tenantContext()
                .flatMap(tenant -> tasks.ofTemplate(tenant, key))
                .map(TemplateTaskResource::answer);
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.BILLING_MANAGER, RealmRoles.IT_OPERATIVE})
    @Operation(
            summary = "Sets the tasks of a template, all of them at once",
            description =
                    "Runs that the template begins from now on take them over; a run that has begun keeps its own. Tasks come in the"
                            + " order of their stages, and within one in the order of the list. An it-operative adds, changes and removes"
                            + " HTTP checks, and sends the built-in ones back as they are.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.OBJECT),
                            example =
                                    "{\"tasks\": [{\"stage\": \"CONSOLIDATING\", \"when\": \"AFTER\", \"name\": \"Total\", \"check\":"
                                            + " {\"type\": \"BUILT_IN\", \"rule\": \"TOTAL_CHANGE\", \"most\": 15}, \"onFailure\": \"STOP\"}]}"))
    @APIResponse(
            responseCode = "200",
            description = "The tasks",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "403", description = "An it-operative would change a built-in check")
    @APIResponse(responseCode = "404", description = "There is no template with this key")
    @APIResponse(responseCode = "412", description = "Somebody has changed them since: If-Match names another version")
    @APIResponse(responseCode = "422", description = "A task is none; the detail names the place")
    @APIResponse(responseCode = "428", description = "There are some already, and the request has no If-Match")
    public Uni<Response> put(
            @PathParam("key") String key,
            @Parameter(description = "The ETag of the tasks; none for the first ones", example = "\"1\"")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    String ifMatch,
            byte[] body) {
        context.requireWholeTenant();
        JsonBody given = JsonBody.read(json, body, "tasks of a template");
        given.allowOnly(Set.of("tasks"), "is not known; there is tasks");
        IfMatch condition = IfMatch.of(ifMatch);
        boolean mayAll = context.hasRole(RealmRoles.BILLING_MANAGER);
        return context.tenantContext()
                .flatMap(tenant -> transactions.run(
                        tenant,
                        connection -> tasks.set(
                                connection, tenant, key, given.json().path("tasks"), mayAll, condition::allow)))
                .map(TemplateTaskResource::answer);
    }

    private static Response answer(OfTemplate tasks) {
        return Response.ok(new JsonObject()
                        .put("tasks", new JsonArray(tasks.json()))
                        .encode())
                .tag(IfMatch.tag(tasks.version()))
                .build();
    }
}
