package io.billinghub.api.console;

import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.billrun.application.WatchRun;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The pages of bill runs; who only keeps the hub running sees states and times, no amounts. */
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

    private final RequestContext context;
    private final RunViews views;
    private final WatchRun watch;

    RunPages(RequestContext context, RunViews views, WatchRun watch) {
        this.context = context;
        this.watch = watch;
        this.views = views;
    }

    @GET
    @Operation(hidden = true)
    public Uni<TemplateInstance> list(@QueryParam("after") String after) {
        UUID last = after == null ? null : RunViews.id(after);
        return context.tenantContext().flatMap(tenant -> views.list(tenant, last, null, null));
    }

    @GET
    @Path("{id}")
    @Operation(hidden = true)
    public Uni<TemplateInstance> one(@PathParam("id") String id) {
        UUID run = RunViews.id(id);
        return context.tenantContext().flatMap(tenant -> views.one(tenant, run, null));
    }

    /** The part of the page that tells how far the run is, which the page asks for with each event; or that it is to be loaded anew. */
    @GET
    @Path("{id}/progress")
    @Operation(hidden = true)
    public Uni<Response> progress(@PathParam("id") String id, @QueryParam("at") String at) {
        UUID run = RunViews.id(id);
        return context.tenantContext()
                .flatMap(tenant -> watch.now(tenant, run))
                .map(RunProgressBar::of)
                .map(bar -> Response.ok(RunViews.Templates.progress(bar))
                        .header("HX-Refresh", bar.at().equals(at) ? null : "true")
                        .build());
    }
}
