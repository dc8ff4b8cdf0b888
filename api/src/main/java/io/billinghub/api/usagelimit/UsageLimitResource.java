package io.billinghub.api.usagelimit;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.edit.IfMatch;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.paging.Listing;
import io.billinghub.api.paging.PageRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.core.usagelimit.application.UsageLimits;
import io.billinghub.core.usagelimit.model.UsageLimit;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Limits of usage. */
@Path(UsageLimitView.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage so far")
public class UsageLimitResource {

    private final RequestContext context;
    private final TenantTransaction transactions;
    private final UsageLimits limits;
    private final Idempotency idempotency;
    private final ObjectMapper json;

    UsageLimitResource(
            RequestContext context,
            TenantTransaction transactions,
            UsageLimits limits,
            Idempotency idempotency,
            ObjectMapper json) {
        this.context = context;
        this.transactions = transactions;
        this.limits = limits;
        this.idempotency = idempotency;
        this.json = json;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.CUSTOMER
    })
    @Operation(
            summary = "Makes a limit of what an account uses, or spends on usage, in each billing period",
            description =
                    "When usage reaches a threshold, io.billinghub.usage.threshold-reached.v1 is told to webhooks, once per threshold and"
                            + " period. Nothing is stopped. Thresholds are 80 and 100 percent where none are given.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = UsageLimitView.class),
                            example =
                                    "{\"account\": \"NL-1001\", \"measure\": \"AMOUNT\", \"value\": 50, \"currency\": \"EUR\", \"thresholds\": [50, 80, 100]}"))
    @APIResponse(
            responseCode = "201",
            description = "The limit",
            headers = @Header(name = "Location", schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = UsageLimitView.class)))
    @APIResponse(responseCode = "409", description = "The account has too many limits")
    @APIResponse(
            responseCode = "422",
            description = "There is no such account that the login may see, or no such product")
    public Uni<Response> make(
            byte[] body,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        UsageLimits.NewLimit wanted = new UsageLimitRequest(JsonBody.read(json, body, "usage limit")).made();
        Optional<KeyedRequest> keyed = KeyedRequest.of(key, "POST " + UsageLimitView.PATH, body);
        context.requireNoPartner();
        return context.tenantContext()
                .flatMap(login -> transactions.run(
                        login,
                        connection -> idempotency.once(
                                connection,
                                login,
                                keyed,
                                () -> limits.make(connection, login, wanted)
                                        .map(UsageLimitView::of)
                                        .map(view -> Answer.of(json, 201, Optional.of(view.href()), view)))))
                .map(answer -> answer.response().build());
    }

    @GET
    @RolesAllowed({
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.FINANCE,
        RealmRoles.AUDITOR,
        RealmRoles.CUSTOMER
    })
    @Operation(summary = "Limits, the oldest first")
    public Uni<Listing<UsageLimitView>> list(
            @Parameter(description = "Only those of the account with this number", example = "NL-1001")
                    @QueryParam("account")
                    String account,
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        PageRequest page = PageRequest.of("usage-limits", cursor, limit);
        return context.tenantContext()
                .flatMap(login -> transactions.run(
                        login,
                        connection -> limits.list(
                                connection, Optional.ofNullable(account), page.afterNumber(), page.limit() + 1)))
                .map(found -> page.listing(found, each -> Long.toString(each.id())))
                .map(found -> new Listing<>(
                        found.items().stream().map(UsageLimitView::of).toList(), found.next()));
    }

    @GET
    @Path("{id}")
    @RolesAllowed({
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.FINANCE,
        RealmRoles.AUDITOR,
        RealmRoles.CUSTOMER
    })
    @Operation(summary = "One limit; its ETag is what a change of it needs")
    @APIResponse(
            responseCode = "200",
            description = "The limit",
            headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING, examples = "\"3\"")),
            content = @Content(schema = @Schema(implementation = UsageLimitView.class)))
    @APIResponse(responseCode = "404", description = "There is none with this id that the login may see")
    public Uni<Response> one(@PathParam("id") String id) {
        UUID uuid = id(id);
        return context.tenantContext()
                .flatMap(login -> transactions.run(login, connection -> limits.find(connection, uuid)))
                .map(UsageLimitResource::tagged);
    }

    @PATCH
    @Path("{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @RolesAllowed({
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.CUSTOMER
    })
    @Operation(
            summary = "Changes the value, the thresholds or the description of a limit",
            description =
                    "With another value the limit begins anew: each threshold that is reached by then, or later, is told again.")
    @RequestBody(
            required = true,
            content = @Content(schema = @Schema(implementation = UsageLimitView.class), example = "{\"value\": 75}"))
    @APIResponse(
            responseCode = "200",
            description = "The limit as it is now",
            headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING, examples = "\"4\"")),
            content = @Content(schema = @Schema(implementation = UsageLimitView.class)))
    @APIResponse(responseCode = "412", description = "Somebody has changed it since: If-Match names another version")
    @APIResponse(responseCode = "428", description = "The request has no If-Match")
    public Uni<Response> change(
            @PathParam("id") String id,
            @Parameter(description = "The ETag of the version that is changed", example = "\"3\"")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    String ifMatch,
            byte[] body) {
        UUID uuid = id(id);
        IfMatch condition = IfMatch.of(ifMatch);
        UsageLimitRequest wanted = new UsageLimitRequest(JsonBody.read(json, body, "usage limit"));
        return context.tenantContext()
                .flatMap(login -> transactions.run(
                        login, connection -> limits.change(connection, login, uuid, condition::allow, wanted::changed)))
                .map(UsageLimitResource::tagged);
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed({
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.CUSTOMER
    })
    @Operation(summary = "Deletes a limit; nothing more is told of it")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", description = "There is none with this id that the login may see")
    @APIResponse(responseCode = "412", description = "Somebody has changed it since: If-Match names another version")
    public Uni<Void> delete(
            @PathParam("id") String id,
            @Parameter(
                            description = "The ETag of the version that is deleted; any where there is none",
                            example = "\"3\"")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    String ifMatch) {
        UUID uuid = id(id);
        IfMatch condition = IfMatch.of(ifMatch == null ? "*" : ifMatch);
        return context.tenantContext()
                .flatMap(login -> transactions.run(
                        login, connection -> limits.delete(connection, login, uuid, condition::allow)));
    }

    private static Response tagged(UsageLimit limit) {
        return Response.ok(UsageLimitView.of(limit))
                .tag(IfMatch.tag(limit.version()))
                .build();
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new HubException(CoreError.UNKNOWN_RESOURCE, "there is no usage limit with the id '" + text + "'", e);
        }
    }
}
