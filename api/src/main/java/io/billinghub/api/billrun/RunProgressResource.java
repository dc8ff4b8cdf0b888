package io.billinghub.api.billrun;

import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.billrun.application.WatchRun;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** How far bill runs have come. */
@Path(RunView.PATH)
@Tag(name = "Bill runs")
@RolesAllowed({
    RealmRoles.BILLING_OPERATIVE,
    RealmRoles.BILLING_MANAGER,
    RealmRoles.IT_OPERATIVE,
    RealmRoles.FINANCE,
    RealmRoles.AUDITOR
})
public class RunProgressResource {

    private final RequestContext context;
    private final WatchRun watch;

    RunProgressResource(RequestContext context, WatchRun watch) {
        this.context = context;
        this.watch = watch;
    }

    @GET
    @Path("{id}/progress")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "How far a run has come in its stage, how fast it goes and how long the rest takes")
    public Uni<RunProgressView> progress(@PathParam("id") String id) {
        context.requireWholeTenant();
        UUID uuid = id(id);
        return context.tenantContext()
                .flatMap(tenant -> watch.now(tenant, uuid))
                .map(RunProgressView::of);
    }

    @GET
    @Path("{id}/progress-events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @KnownRun
    @Operation(
            summary = "The progress each second, as server-sent events",
            description =
                    "Ends when workers have nothing to do in the run: it waits for a person, or is over. After ten minutes it ends too; a client"
                            + " asks again then, as browsers do by themselves.")
    @APIResponse(
            responseCode = "200",
            description = "Events whose data is the progress as JSON",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = RunProgressView.class)))
    public Multi<RunProgressView> events(@PathParam("id") String id) {
        context.requireWholeTenant();
        UUID uuid = id(id);
        return context.tenantContext()
                .onItem()
                .transformToMulti(tenant -> watch.watch(tenant, uuid))
                .map(RunProgressView::of);
    }

    static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new HubException(CoreError.UNKNOWN_RESOURCE, "There is no bill run with the id '" + text + "'.", e);
        }
    }
}
