package io.billinghub.api.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.adapters.quarantine.QuarantineDesk;
import io.billinghub.adapters.quarantine.QuarantineQueries;
import io.billinghub.adapters.quarantine.QuarantineQueries.CommentView;
import io.billinghub.adapters.quarantine.QuarantineQueries.QuarantineView;
import io.billinghub.adapters.quarantine.QuarantineReplays;
import io.billinghub.adapters.quarantine.QuarantineReplays.ReplayView;
import io.billinghub.adapters.quarantine.QuarantineReplays.Touched;
import io.billinghub.adapters.quarantine.Selection;
import io.billinghub.api.document.QuarantineRequests.AssignRequest;
import io.billinghub.api.document.QuarantineRequests.CommentRequest;
import io.billinghub.api.document.QuarantineRequests.ReasonRequest;
import io.billinghub.api.document.QuarantineRequests.ReplayRequest;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What people do with what is in quarantine. */
@Path("/hub/v1/quarantine")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Quarantine")
public class QuarantineWorkResource {

    private static final String PATH = "/hub/v1/quarantine/";
    private static final String REPLAYS = PATH + "replays";

    private final RequestContext context;
    private final TenantTransaction transactions;
    private final QuarantineReplays replays;
    private final QuarantineDesk desk;
    private final QuarantineQueries queries;
    private final Idempotency idempotency;
    private final ObjectMapper json;

    QuarantineWorkResource(
            RequestContext context,
            TenantTransaction transactions,
            QuarantineReplays replays,
            QuarantineDesk desk,
            QuarantineQueries queries,
            Idempotency idempotency,
            ObjectMapper json) {
        this.context = context;
        this.transactions = transactions;
        this.replays = replays;
        this.desk = desk;
        this.queries = queries;
        this.idempotency = idempotency;
        this.json = json;
    }

    /** A replay that began, or what it would touch; the other one is left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Replay(ReplayView replay, Touched wouldTouch) {}

    /** An entry behind a decision, with the replay that carries it out; left out where nothing is to be replayed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Decided(QuarantineView entry, UUID replay) {}

    @POST
    @Path("replays")
    @RolesAllowed({
        RealmRoles.HUB_ADMIN,
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.BILLING_OPERATIVE
    })
    @Operation(
            summary = "Judges again what is open: of a cause, a partner, a document, or entries by id",
            description =
                    "Each document that is touched is read again with the adapter's current version; all its lines that wait are judged, and those"
                            + " that pass are accepted in the period that is open then. It goes on in the background. A dry run counts and changes nothing.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = ReplayRequest.class),
                            example =
                                    "{\"partner\": \"cirrus\", \"rule\": \"UNKNOWN_ACCOUNT\", \"cause\": \"acc-7\", \"dryRun\": true}"))
    @APIResponse(
            responseCode = "202",
            description = "The replay is queued",
            content = @Content(schema = @Schema(implementation = Replay.class)))
    @APIResponse(
            responseCode = "200",
            description = "What it would touch",
            content = @Content(schema = @Schema(implementation = Replay.class)))
    public Uni<Response> replay(
            byte[] body,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        JsonBody read = JsonBody.read(json, body, "replay");
        Selection selection = QuarantineRequests.selection(read);
        boolean dryRun = QuarantineRequests.flag(read, "dryRun");
        return once(
                "POST " + REPLAYS,
                body,
                key,
                (connection, login) -> dryRun
                        ? replays.count(connection, selection)
                                .map(touched -> Answer.of(json, 200, Optional.empty(), new Replay(null, touched)))
                        : replays.start(connection, login, selection)
                                .map(view -> Answer.of(
                                        json, 202, Optional.of(REPLAYS + "/" + view.id()), new Replay(view, null))));
    }

    @GET
    @Path("replays/{id}")
    @RolesAllowed({
        RealmRoles.HUB_ADMIN,
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.AUDITOR
    })
    @Operation(summary = "How far a replay is, and what became of its documents")
    public Uni<ReplayView> replay(@PathParam("id") String id) {
        UUID uuid = QuarantineResource.id(id);
        return context.tenantContext()
                .flatMap(login -> transactions.run(login, connection -> replays.one(connection, uuid)));
    }

    @POST
    @Path("{id}/waive")
    @RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.BILLING_MANAGER})
    @Operation(
            summary = "Accepts a line or a document as it is, with a reason",
            description =
                    "Only where the catalogue lets an agreement set the rule to WARN. What else keeps the line back still does.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = ReasonRequest.class),
                            example = "{\"reason\": \"The partner confirmed both calls; mail of 3 November\"}"))
    @APIResponse(
            responseCode = "202",
            description = "Waived; the replay accepts it",
            content = @Content(schema = @Schema(implementation = Decided.class)))
    @APIResponse(responseCode = "409", description = "The entry is not open, or its rule can't be waived")
    public Uni<Response> waive(
            @PathParam("id") String id,
            byte[] body,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        UUID entry = QuarantineResource.id(id);
        String reason = reason(body);
        return once(
                "POST " + PATH + id + "/waive",
                body,
                key,
                (connection, login) -> desk.waive(connection, login, entry, reason)
                        .flatMap(replay -> decided(connection, entry, replay, 202)));
    }

    @POST
    @Path("{id}/reject")
    @RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.BILLING_MANAGER})
    @Operation(summary = "Decides that a line, or a whole document, is never billed; the partner is told")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = ReasonRequest.class),
                            example = "{\"reason\": \"Sent twice\"}"))
    @APIResponse(
            responseCode = "200",
            description = "Rejected",
            content = @Content(schema = @Schema(implementation = Decided.class)))
    @APIResponse(responseCode = "409", description = "The entry is not open, or only warns")
    public Uni<Response> reject(
            @PathParam("id") String id,
            byte[] body,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        UUID entry = QuarantineResource.id(id);
        String reason = reason(body);
        return once(
                "POST " + PATH + id + "/reject",
                body,
                key,
                (connection, login) -> desk.reject(connection, login, entry, reason)
                        .flatMap(done -> decided(connection, entry, null, 200)));
    }

    @POST
    @Path("{id}/assign")
    @RolesAllowed({
        RealmRoles.HUB_ADMIN,
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.BILLING_OPERATIVE
    })
    @Operation(summary = "Says who is to look at an entry: a login, a role, or nobody")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = AssignRequest.class),
                            example = "{\"assignee\": \"billing-operative\"}"))
    @APIResponse(
            responseCode = "200",
            description = "The entry",
            content = @Content(schema = @Schema(implementation = Decided.class)))
    public Uni<Response> assign(
            @PathParam("id") String id,
            byte[] body,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        UUID entry = QuarantineResource.id(id);
        JsonBody read = JsonBody.read(json, body, "assignment");
        read.allowOnly(Set.of("assignee"), "is not known here; known is assignee");
        String assignee = read.text("assignee").orElse(null);
        return once(
                "POST " + PATH + id + "/assign",
                body,
                key,
                (connection, login) -> desk.assign(connection, login, entry, assignee)
                        .flatMap(done -> decided(connection, entry, null, 200)));
    }

    @POST
    @Path("{id}/comments")
    @RolesAllowed({
        RealmRoles.PARTNER,
        RealmRoles.HUB_ADMIN,
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.BILLING_OPERATIVE
    })
    @Operation(
            summary = "Says something of an entry; a partner answers its own",
            description = "A comment of the host's staff with staffOnly is not shown to the partner.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = CommentRequest.class),
                            example = "{\"text\": \"The number belongs to the new branch, see our mail.\"}"))
    @APIResponse(
            responseCode = "201",
            description = "The comment",
            content = @Content(schema = @Schema(implementation = CommentView.class)))
    public Uni<Response> comment(
            @PathParam("id") String id,
            byte[] body,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        UUID entry = QuarantineResource.id(id);
        JsonBody read = JsonBody.read(json, body, "comment");
        read.allowOnly(
                Set.of("text", "staffOnly", "document"), "is not known here; known are text, staffOnly and document");
        String text = read.text("text").orElse(null);
        boolean staffOnly = QuarantineRequests.flag(read, "staffOnly");
        UUID document = QuarantineRequests.document(read);
        return once(
                "POST " + PATH + id + "/comments",
                body,
                key,
                (connection, login) -> desk.comment(connection, login, entry, text, staffOnly, document)
                        .map(comment -> Answer.of(json, 201, Optional.of(PATH + id), comment)));
    }

    private String reason(byte[] body) {
        JsonBody read = JsonBody.read(json, body, "decision");
        read.allowOnly(Set.of("reason"), "is not known here; known is reason");
        return read.text("reason").orElse(null);
    }

    private Uni<Answer> decided(SqlConnection connection, UUID entry, UUID replay, int status) {
        return queries.one(connection, entry)
                .map(found -> Answer.of(
                        json,
                        status,
                        replay == null ? Optional.empty() : Optional.of(REPLAYS + "/" + replay),
                        new Decided(found.entry(), replay)));
    }

    private Uni<Response> once(
            String what, byte[] body, String key, BiFunction<SqlConnection, TenantContext, Uni<Answer>> effect) {
        Optional<KeyedRequest> keyed = KeyedRequest.of(key, what, body);
        return context.tenantContext()
                .flatMap(login -> transactions.run(
                        login,
                        connection ->
                                idempotency.once(connection, login, keyed, () -> effect.apply(connection, login))))
                .map(answer -> answer.response().build());
    }
}
