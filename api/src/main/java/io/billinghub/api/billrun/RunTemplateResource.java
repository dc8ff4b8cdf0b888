package io.billinghub.api.billrun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.edit.IfMatch;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.paging.Listing;
import io.billinghub.api.paging.PageRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.core.billrun.application.RunTemplates;
import io.billinghub.core.billrun.infrastructure.RunTemplateSql.Template;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Templates of bill runs and their schedules. */
@Path(RunTemplateView.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Bill runs")
@RolesAllowed({
    RealmRoles.BILLING_OPERATIVE,
    RealmRoles.BILLING_MANAGER,
    RealmRoles.IT_OPERATIVE,
    RealmRoles.FINANCE,
    RealmRoles.AUDITOR
})
public class RunTemplateResource {

    private final RequestContext context;
    private final TenantTransaction transactions;
    private final RunTemplates templates;
    private final Idempotency idempotency;
    private final ObjectMapper json;

    RunTemplateResource(
            RequestContext context,
            TenantTransaction transactions,
            RunTemplates templates,
            Idempotency idempotency,
            ObjectMapper json) {
        this.context = context;
        this.transactions = transactions;
        this.templates = templates;
        this.idempotency = idempotency;
        this.json = json;
    }

    @GET
    @Operation(summary = "Templates of bill runs, by key")
    public Uni<Listing<RunTemplateView>> list(
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        context.requireWholeTenant();
        PageRequest page = PageRequest.of("bill-run-templates", cursor, limit);
        return context.tenantContext()
                .flatMap(tenant -> templates.list(tenant, page.after().orElse(null), page.limit() + 1))
                .map(found ->
                        page.listing(found.stream().map(RunTemplateView::of).toList(), RunTemplateView::key));
    }

    @GET
    @Path("{key}")
    @Operation(summary = "One template; its ETag is what a change of it needs")
    @APIResponse(
            responseCode = "200",
            description = "The template",
            headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING, examples = "\"3\"")),
            content = @Content(schema = @Schema(implementation = RunTemplateView.class)))
    @APIResponse(responseCode = "404", description = "There is none with this key")
    public Uni<Response> one(@PathParam("key") String key) {
        context.requireWholeTenant();
        return context.tenantContext()
                .flatMap(tenant -> templates.get(tenant, key))
                .map(found -> Response.ok(RunTemplateView.of(found))
                        .tag(IfMatch.tag(found.version()))
                        .build());
    }

    @PUT
    @Path("{key}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(RealmRoles.BILLING_MANAGER)
    @Operation(
            summary = "Stores a template, or its next version",
            description =
                    "Its schedule begins a run of the last period that is over; periods that were missed come first, one behind the"
                            + " other. Whoever stores it answers for these runs, so somebody else has to approve them. mailTo gets mails, without"
                            + " amounts, about what mailOn names: states that its runs get to, and TASK_FAILED; by default IN_REVIEW, FAILED,"
                            + " TASK_FAILED, CANCELLED and CLOSED.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.OBJECT),
                            example =
                                    "{\"name\": \"Month end\", \"cycle\": \"monthly\", \"schedule\": \"0 6 2 * *\", \"enabled\": false}"))
    @APIResponse(
            responseCode = "200",
            description = "The template",
            headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING, examples = "\"4\"")),
            content = @Content(schema = @Schema(implementation = RunTemplateView.class)))
    @APIResponse(responseCode = "412", description = "Somebody has changed it since: If-Match names another version")
    @APIResponse(responseCode = "422", description = "There is no such cycle, or the schedule is none")
    @APIResponse(responseCode = "428", description = "It is there already, and the request has no If-Match")
    public Uni<Response> put(
            @PathParam("key") String key,
            @Parameter(description = "The ETag of what is changed; none for a new template", example = "\"3\"")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    String ifMatch,
            byte[] body) {
        context.requireWholeTenant();
        RunTemplates.Wanted wanted = wanted(key, body);
        IfMatch condition = IfMatch.of(ifMatch);
        return context.tenantContext()
                .flatMap(tenant -> transactions.run(
                        tenant, connection -> templates.put(connection, tenant, wanted, condition::allow)))
                .map(stored -> Response.ok(RunTemplateView.of(stored))
                        .tag(IfMatch.tag(stored.version()))
                        .build());
    }

    private RunTemplates.Wanted wanted(String key, byte[] body) {
        WantedTemplate.requireKey(key);
        JsonBody given = JsonBody.read(json, body, "template of bill runs");
        given.allowOnly(
                Set.of("name", "cycle", "schedule", "enabled", "mailTo", "mailOn"),
                "is not known; there are name, cycle, schedule, enabled, mailTo and mailOn");
        JsonNode enabled = given.json().path("enabled");
        if (!enabled.isMissingNode() && !enabled.isBoolean()) {
            throw new HubException(ApiError.INVALID_BODY, "/enabled: must be true or false.");
        }
        return WantedTemplate.of(
                key,
                given.text("name").orElse(null),
                given.text("cycle").orElse(null),
                given.text("schedule"),
                enabled.asBoolean(true),
                given.texts("mailTo").orElse(List.of()),
                given.texts("mailOn"));
    }

    @POST
    @Path("{key}/skip")
    @RolesAllowed({RealmRoles.BILLING_OPERATIVE, RealmRoles.BILLING_MANAGER})
    @Operation(
            summary = "Leaves out the next time of the schedule",
            description =
                    "Also one that is due and waits. Once a cycle has billed, no period is passed by: the next time begins with the one"
                            + " that was left out, unless somebody has billed it by hand.")
    @APIResponse(
            responseCode = "200",
            description = "The template with its next time",
            content = @Content(schema = @Schema(implementation = RunTemplateView.class)))
    @APIResponse(responseCode = "404", description = "There is none with this key")
    @APIResponse(responseCode = "409", description = "It has no schedule")
    public Uni<Response> skip(
            @PathParam("key") String key,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER)
                    String idempotencyKey) {
        context.requireWholeTenant();
        Optional<KeyedRequest> keyed =
                KeyedRequest.of(idempotencyKey, "POST " + RunTemplateView.PATH + "/" + key + "/skip", new byte[0]);
        return context.tenantContext()
                .flatMap(tenant -> transactions.run(
                        tenant,
                        connection -> idempotency.once(
                                connection,
                                tenant,
                                keyed,
                                () -> templates.skip(connection, tenant, key).map(this::answer))))
                .map(answer -> answer.response().build());
    }

    private Answer answer(Template template) {
        return Answer.of(json, 200, Optional.empty(), RunTemplateView.of(template));
    }
}
