package io.billinghub.api.console;

import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.billrun.application.BillRuns;
import io.billinghub.core.billrun.application.WatchRun;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The pages of bill runs, to look at; who only keeps the hub running sees states and times, no amounts. */
@Path("/runs")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({
    RealmRoles.BILLING_OPERATIVE,
    RealmRoles.BILLING_MANAGER,
    RealmRoles.IT_OPERATIVE,
    RealmRoles.FINANCE,
    RealmRoles.AUDITOR
})
public class RunPages {

    private static final int RUNS = 50;

    private final RequestContext context;
    private final BillRuns runs;
    private final WatchRun watch;

    RunPages(RequestContext context, BillRuns runs, WatchRun watch) {
        this.context = context;
        this.runs = runs;
        this.watch = watch;
    }

    /** The templates of the pages. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance runs(String user, String tenant, List<RunRow> runs, UUID next);

        static native TemplateInstance run(
                String user, String tenant, RunRow row, RunFigures figures, RunProgressBar progress, boolean amounts);

        static native TemplateInstance refused(String title, String detail, String whatToDo);
    }

    @GET
    @Operation(hidden = true)
    public Uni<Response> list(@QueryParam("after") String after) {
        return page(tenant -> runs.list(tenant, after == null ? null : id(after), RUNS + 1)
                .map(found -> {
                    List<Run> shown = found.subList(0, Math.min(RUNS, found.size()));
                    UUID next = found.size() > RUNS ? shown.get(RUNS - 1).uuid() : null;
                    return Templates.runs(
                            context.actor(),
                            context.requiredTenantKey(),
                            shown.stream().map(RunRow::new).toList(),
                            next);
                }));
    }

    @GET
    @Path("{id}")
    @Operation(hidden = true)
    public Uni<Response> one(@PathParam("id") String id) {
        return page(tenant -> {
            UUID uuid = id(id);
            return runs.get(tenant, uuid)
                    .flatMap(run -> watch.now(tenant, uuid)
                            .flatMap(progress -> runs.report(tenant, uuid)
                                    .map(report -> shown(run, report, RunProgressBar.of(progress)))));
        });
    }

    private TemplateInstance shown(Run run, JsonObject report, RunProgressBar progress) {
        boolean amounts = Stream.of(
                        RealmRoles.BILLING_OPERATIVE,
                        RealmRoles.BILLING_MANAGER,
                        RealmRoles.FINANCE,
                        RealmRoles.AUDITOR)
                .anyMatch(context::hasRole);
        return Templates.run(
                context.actor(),
                context.requiredTenantKey(),
                new RunRow(run),
                RunFigures.of(report, run.zone(), amounts),
                progress,
                amounts);
    }

    private Uni<Response> page(Function<TenantContext, Uni<? extends TemplateInstance>> content) {
        return Uni.createFrom()
                .deferred(context::tenantContext)
                .flatMap(content)
                .map(page -> Response.ok(page).build())
                .onFailure(HubException.class)
                .recoverWithItem(failure -> {
                    HubException refused = (HubException) failure;
                    return Response.status(refused.code().kind().status())
                            .entity(Templates.refused(
                                    refused.code().title(),
                                    refused.getMessage(),
                                    refused.code().whatToDo()))
                            .build();
                });
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new HubException(CoreError.UNKNOWN_RESOURCE, "There is no bill run with the id '" + text + "'.", e);
        }
    }
}
