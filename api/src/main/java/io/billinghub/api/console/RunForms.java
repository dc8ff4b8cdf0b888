package io.billinghub.api.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.billrun.RunRequest;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.security.OwnForm;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.billrun.application.BillRuns;
import io.billinghub.core.billrun.application.RunNotes;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Cycle;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.model.RunKind;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * What the forms on the pages of runs do: the use cases of the API. What is done leads to the page of the run; what is refused shows
 * the page again, with the reason.
 */
@Path("/runs")
@OwnForm
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({RealmRoles.BILLING_OPERATIVE, RealmRoles.BILLING_MANAGER})
public class RunForms {

    private static final String PAGE = "/runs/";

    private final RequestContext context;
    private final TenantTransaction transactions;
    private final BillRuns runs;
    private final RunNotes notes;
    private final RunViews views;
    private final Idempotency idempotency;
    private final ObjectMapper json;

    RunForms(
            RequestContext context,
            TenantTransaction transactions,
            BillRuns runs,
            RunNotes notes,
            RunViews views,
            Idempotency idempotency,
            ObjectMapper json) {
        this.context = context;
        this.transactions = transactions;
        this.runs = runs;
        this.notes = notes;
        this.views = views;
        this.idempotency = idempotency;
        this.json = json;
    }

    @POST
    @Operation(hidden = true)
    public Uni<Response> start(
            @FormParam("cycle") String cycle,
            @FormParam("period") String period,
            @FormParam("kind") String kind,
            @FormParam("before-end") String beforeEnd,
            @FormParam("starts-at") String startsAt,
            @FormParam("key") String key) {
        RunStart entered = new RunStart(
                FormFields.text(cycle),
                FormFields.text(period),
                RunKind.TRIAL.name().equals(kind),
                beforeEnd != null,
                FormFields.text(startsAt),
                FormFields.text(key),
                List.of());
        return context.tenantContext()
                .flatMap(tenant -> runs.cycles(tenant)
                        .flatMap(cycles -> start(tenant, entered, wanted(entered, cycles)))
                        .onFailure(HubException.class)
                        .recoverWithUni(refused(notice -> views.list(tenant, null, notice, entered))));
    }

    /** A form that is sent twice starts one run. */
    private Uni<Response> start(TenantContext tenant, RunStart entered, BillRuns.Start wanted) {
        Optional<KeyedRequest> keyed = KeyedRequest.of(
                entered.key().isEmpty() ? null : entered.key(),
                "POST /runs",
                wanted.toString().getBytes(StandardCharsets.UTF_8));
        return transactions
                .run(
                        tenant,
                        connection -> idempotency.once(
                                connection,
                                tenant,
                                keyed,
                                () -> runs.start(connection, tenant, wanted)
                                        .map(run -> Answer.of(
                                                json, 303, Optional.of(PAGE + run.uuid()), Map.of("id", run.uuid())))))
                .map(answer -> Response.seeOther(URI.create(answer.location().orElseThrow()))
                        .build());
    }

    private static BillRuns.Start wanted(RunStart entered, List<Cycle> cycles) {
        ZoneId zone = cycles.stream()
                .filter(cycle -> cycle.key().equals(entered.cycle()))
                .findFirst()
                .map(cycle -> ZoneId.of(cycle.timeZone()))
                .orElse(ZoneOffset.UTC);
        OffsetDateTime begin =
                FormFields.time("Begin", entered.startsAt(), zone).orElse(null);
        try {
            return new RunRequest(
                            entered.cycle(),
                            FormFields.day("Period", entered.period()),
                            entered.beforeEnd(),
                            begin,
                            entered.trial(),
                            null)
                    .wanted();
        } catch (IllegalArgumentException e) {
            throw new HubException(ApiError.INVALID_FORM, e.getMessage() + ".", e);
        }
    }

    @POST
    @Path("{id}/approve")
    @RolesAllowed(RealmRoles.BILLING_MANAGER)
    @Operation(hidden = true)
    public Uni<Response> approve(@PathParam("id") String id) {
        return change(id, (transaction, tenant) -> runs.approve(transaction, tenant, RunViews.id(id)));
    }

    @POST
    @Path("{id}/resume")
    @Operation(hidden = true)
    public Uni<Response> resume(@PathParam("id") String id) {
        return change(id, (transaction, tenant) -> runs.resume(transaction, tenant, RunViews.id(id)));
    }

    @POST
    @Path("{id}/pause")
    @Operation(hidden = true)
    public Uni<Response> pause(@PathParam("id") String id) {
        return change(id, (transaction, tenant) -> runs.pause(transaction, tenant, RunViews.id(id)));
    }

    @POST
    @Path("{id}/stop-waiting")
    @RolesAllowed(RealmRoles.BILLING_MANAGER)
    @Operation(hidden = true)
    public Uni<Response> stopWaiting(@PathParam("id") String id) {
        return change(id, (transaction, tenant) -> runs.stopWaiting(transaction, tenant, RunViews.id(id)));
    }

    /** Leads back to the review, where the notes stand. */
    @POST
    @Path("{id}/notes")
    @RolesAllowed({RealmRoles.BILLING_OPERATIVE, RealmRoles.BILLING_MANAGER, RealmRoles.FINANCE})
    @Operation(hidden = true)
    public Uni<Response> note(@PathParam("id") String id, @FormParam("note") String note) {
        context.requireWholeTenant();
        UUID run = RunViews.id(id);
        return context.tenantContext()
                .flatMap(tenant -> Uni.createFrom()
                        .deferred(() -> transactions.run(
                                tenant, transaction -> notes.write(transaction, tenant, run, FormFields.text(note))))
                        .map(written -> Response.seeOther(URI.create(PAGE + run + "/review#notes"))
                                .build())
                        .onFailure(HubException.class)
                        .recoverWithUni(refused(notice -> views.one(tenant, run, notice))));
    }

    @POST
    @Path("{id}/cancel")
    @Operation(hidden = true)
    public Uni<Response> cancel(@PathParam("id") String id) {
        return change(id, (transaction, tenant) -> runs.cancel(transaction, tenant, RunViews.id(id)));
    }

    @POST
    @Path("{id}/reschedule")
    @Operation(hidden = true)
    public Uni<Response> reschedule(@PathParam("id") String id, @FormParam("starts-at") String startsAt) {
        UUID run = RunViews.id(id);
        return withTenant(
                run,
                tenant -> runs.get(tenant, run).flatMap(found -> {
                    OffsetDateTime begin = FormFields.time("Begin", startsAt, found.zone())
                            .orElseThrow(() -> new HubException(ApiError.INVALID_FORM, "Begin: is missing."));
                    return transactions.run(tenant, transaction -> runs.reschedule(transaction, tenant, run, begin));
                }));
    }

    private Uni<Response> change(String id, BiFunction<SqlConnection, TenantContext, Uni<Run>> change) {
        return withTenant(
                RunViews.id(id), tenant -> transactions.run(tenant, transaction -> change.apply(transaction, tenant)));
    }

    private Uni<Response> withTenant(UUID run, Function<TenantContext, Uni<Run>> change) {
        return context.tenantContext()
                .flatMap(tenant -> Uni.createFrom()
                        .deferred(() -> change.apply(tenant))
                        .map(done -> Response.seeOther(URI.create(PAGE + run)).build())
                        .onFailure(HubException.class)
                        .recoverWithUni(refused(notice -> views.one(tenant, run, notice))));
    }

    /** The page with the reason, and the status of the refusal; where the page itself is refused, that. */
    static Function<HubException, Uni<? extends Response>> refused(Function<Notice, Uni<TemplateInstance>> page) {
        return refused -> page.apply(Notice.of(refused))
                .map(shown -> Response.status(refused.code().kind().status())
                        .entity(shown)
                        .build());
    }
}
