package io.billinghub.api.billrun;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.paging.Listing;
import io.billinghub.api.paging.PageRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.billrun.application.BillRuns;
import io.billinghub.core.billrun.infrastructure.BillRunReportSql;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
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

/** Bill runs. */
@Path(RunView.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Bill runs")
public class BillRunResource {

    private final RequestContext context;
    private final TenantTransaction transactions;
    private final BillRuns runs;
    private final Idempotency idempotency;
    private final ObjectMapper json;

    BillRunResource(
            RequestContext context,
            TenantTransaction transactions,
            BillRuns runs,
            Idempotency idempotency,
            ObjectMapper json) {
        this.context = context;
        this.transactions = transactions;
        this.runs = runs;
        this.idempotency = idempotency;
        this.json = json;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.BILLING_OPERATIVE, RealmRoles.BILLING_MANAGER})
    @Operation(summary = "Starts a bill run; workers take it up to its review")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = RunRequest.class),
                            example = "{\"cycle\": \"monthly\", \"period\": \"2026-10-01\"}"))
    @APIResponse(
            responseCode = "201",
            description = "The run",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    @APIResponse(
            responseCode = "409",
            description =
                    "The period has a run already, has not begun, is not over, or an earlier one is open and not billed")
    @APIResponse(
            responseCode = "422",
            description = "There is no such cycle, no account of it to bill, or no such template of it")
    public Uni<Response> start(
            byte[] body,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        RunRequest request = read(body, RunRequest.class, "a bill run to start");
        return once(
                KeyedRequest.of(key, "POST " + RunView.PATH, body),
                201,
                (transaction, tenant) -> runs.start(transaction, tenant, request.wanted()));
    }

    @GET
    @RolesAllowed({
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.IT_OPERATIVE,
        RealmRoles.FINANCE,
        RealmRoles.AUDITOR
    })
    @Operation(summary = "Bill runs, newest first")
    public Uni<Listing<RunView>> list(
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        PageRequest page = PageRequest.of("bill-runs", cursor, limit);
        UUID last = page.afterUuid();
        return context.tenantContext()
                .flatMap(tenant -> runs.list(tenant, last, page.limit() + 1))
                .map(found -> page.listing(
                        found.stream().map(RunView::of).toList(),
                        run -> run.id().toString()));
    }

    @GET
    @Path("{id}")
    @RolesAllowed({
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.IT_OPERATIVE,
        RealmRoles.FINANCE,
        RealmRoles.AUDITOR
    })
    @Operation(summary = "One run")
    public Uni<RunView> one(@PathParam("id") String id) {
        UUID uuid = id(id);
        return context.tenantContext().flatMap(tenant -> runs.get(tenant, uuid)).map(RunView::of);
    }

    @GET
    @Path("{id}/report")
    @RolesAllowed({
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.IT_OPERATIVE,
        RealmRoles.FINANCE,
        RealmRoles.AUDITOR
    })
    @Operation(
            summary =
                    "What a run has done: documents in, bills, totals per seller, taxes, shares, reconciliation, time per stage")
    @APIResponse(
            responseCode = "200",
            description =
                    "The figures; amounts are texts, exact. An it-operative gets stages, accounts, documents and counts, no amounts",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    public Uni<String> report(
            @PathParam("id") String id,
            @Parameter(
                            description =
                                    "Parts that are wanted, such as stages, bills or taxes; all where none is named. Those of shares and the reconciliation look at each line")
                    @QueryParam("part")
                    List<String> parts) {
        UUID uuid = id(id);
        Set<String> wanted = wanted(parts);
        return context.tenantContext()
                .flatMap(tenant -> runs.report(tenant, uuid, wanted))
                .map(report ->
                        context.hasOneOf(RunRights.SEE_AMOUNTS) ? report : BillRunReportSql.withoutAmounts(report))
                .map(JsonObject::encode);
    }

    private Set<String> wanted(List<String> parts) {
        parts.stream()
                .filter(part -> !BillRunReportSql.ALL.contains(part))
                .findFirst()
                .ifPresent(unknown -> {
                    throw new HubException(
                            ApiError.INVALID_PARAMETER,
                            "'" + unknown + "' is no part of a report; the parts are "
                                    + String.join(", ", BillRunReportSql.ALL) + ".");
                });
        Set<String> shown =
                new HashSet<>(context.hasOneOf(RunRights.SEE_AMOUNTS) ? BillRunReportSql.ALL : BillRunReportSql.COUNTS);
        if (!parts.isEmpty()) {
            shown.retainAll(parts);
        }
        return shown;
    }

    @POST
    @Path("{id}/approve")
    @RolesAllowed(RealmRoles.BILLING_MANAGER)
    @Operation(summary = "Approves a run in review; workers then publish and close it")
    @APIResponse(
            responseCode = "202",
            description = "Approved; publication goes on in the background",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    @APIResponse(
            responseCode = "409",
            description = "Not in review, started by the same login, or a task of it is not done")
    public Uni<Response> approve(
            @PathParam("id") String id,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        UUID uuid = id(id);
        return once(keyed(key, uuid, "approve"), 202, (transaction, tenant) -> runs.approve(transaction, tenant, uuid));
    }

    @POST
    @Path("{id}/resume")
    @RolesAllowed({RealmRoles.BILLING_OPERATIVE, RealmRoles.BILLING_MANAGER})
    @Operation(
            summary =
                    "Takes up a paused or failed run where it stands, or the parked accounts of one in review or published")
    @APIResponse(
            responseCode = "202",
            description = "Taken up",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    public Uni<Response> resume(
            @PathParam("id") String id,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        UUID uuid = id(id);
        return once(keyed(key, uuid, "resume"), 202, (transaction, tenant) -> runs.resume(transaction, tenant, uuid));
    }

    @POST
    @Path("{id}/pause")
    @RolesAllowed({RealmRoles.BILLING_OPERATIVE, RealmRoles.BILLING_MANAGER})
    @Operation(summary = "Has workers take up no more of a run until it is resumed")
    @APIResponse(
            responseCode = "202",
            description = "Paused; what is under way is ended first",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    @APIResponse(responseCode = "409", description = "It is paused already, or no worker has anything to do with it")
    public Uni<Response> pause(
            @PathParam("id") String id,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        UUID uuid = id(id);
        return once(keyed(key, uuid, "pause"), 202, (transaction, tenant) -> runs.pause(transaction, tenant, uuid));
    }

    @POST
    @Path("{id}/stop-waiting")
    @RolesAllowed(RealmRoles.BILLING_MANAGER)
    @Operation(summary = "Has a run go on without partners' bills that it waits for")
    @APIResponse(
            responseCode = "202",
            description = "It waits for none any longer; what comes later is on the next bill",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    @APIResponse(responseCode = "409", description = "It waits for no partner")
    public Uni<Response> stopWaiting(
            @PathParam("id") String id,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        UUID uuid = id(id);
        return once(
                keyed(key, uuid, "stop-waiting"),
                202,
                (transaction, tenant) -> runs.stopWaiting(transaction, tenant, uuid));
    }

    @POST
    @Path("{id}/reschedule")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.BILLING_OPERATIVE, RealmRoles.BILLING_MANAGER})
    @Operation(summary = "Gives a run that has not begun another time to begin at")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = NewTime.class),
                            example = "{\"startsAt\": \"2037-11-02T06:00:00Z\"}"))
    @APIResponse(
            responseCode = "200",
            description = "The run",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    @APIResponse(responseCode = "409", description = "It has begun, or its period is not over then")
    @APIResponse(responseCode = "422", description = "The time has passed")
    public Uni<Response> reschedule(
            @PathParam("id") String id,
            byte[] body,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        UUID uuid = id(id);
        NewTime time = read(body, NewTime.class, "a time to begin at");
        return once(
                KeyedRequest.of(key, "POST " + RunView.PATH + "/" + uuid + "/reschedule", body),
                200,
                (transaction, tenant) -> runs.reschedule(transaction, tenant, uuid, time.startsAt()));
    }

    @POST
    @Path("{id}/cancel")
    @RolesAllowed({RealmRoles.BILLING_OPERATIVE, RealmRoles.BILLING_MANAGER})
    @Operation(summary = "Gives a run up before its approval")
    @APIResponse(
            responseCode = "200",
            description = "The run, cancelled",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    public Uni<Response> cancel(
            @PathParam("id") String id,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        UUID uuid = id(id);
        return once(keyed(key, uuid, "cancel"), 200, (transaction, tenant) -> runs.cancel(transaction, tenant, uuid));
    }

    private static Optional<KeyedRequest> keyed(String key, UUID run, String action) {
        return KeyedRequest.of(key, "POST " + RunView.PATH + "/" + run + "/" + action, new byte[0]);
    }

    /** The change and, where the request has a key, its answer in one transaction. */
    private Uni<Response> once(
            Optional<KeyedRequest> keyed, int status, BiFunction<SqlConnection, TenantContext, Uni<Run>> change) {
        return context.tenantContext()
                .flatMap(tenant -> transactions.run(
                        tenant,
                        connection -> idempotency.once(
                                connection,
                                tenant,
                                keyed,
                                () -> change.apply(connection, tenant).map(run -> answer(status, run)))))
                .map(answer -> answer.response().build());
    }

    private Answer answer(int status, Run run) {
        Optional<String> location = status == 201 ? Optional.of(RunView.PATH + "/" + run.uuid()) : Optional.empty();
        return Answer.of(json, status, location, RunView.of(run));
    }

    private <T> T read(byte[] body, Class<T> type, String what) {
        try {
            T request = json.readerFor(type)
                    .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(body);
            if (request == null) {
                throw new HubException(ApiError.INVALID_BODY, "The body is null, not " + what + ".");
            }
            return request;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new HubException(CoreError.UNKNOWN_RESOURCE, "There is no bill run with the id '" + text + "'.", e);
        }
    }
}
