package io.billinghub.api.adapter;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.billinghub.adapters.descriptor.AdapterDescriptors;
import io.billinghub.adapters.transport.PullAdapter;
import io.billinghub.api.document.Taken;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The tenant's adapters; a partner's login sees its own alone. */
@Path("/hub/v1/adapters")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Adapters")
public class AdapterResource {

    private final RequestContext context;
    private final AdapterDescriptors adapters;
    private final PullAdapter pulls;

    AdapterResource(RequestContext context, AdapterDescriptors adapters, PullAdapter pulls) {
        this.context = context;
        this.adapters = adapters;
        this.pulls = pulls;
    }

    /** An adapter in its current version. */
    public record AdapterView(
            UUID id,
            String key,
            String partner,
            int version,
            boolean enabled,
            String createdBy,
            @Schema(type = SchemaType.OBJECT) @JsonRawValue String descriptor) {

        static AdapterView of(AdapterDescriptors.Stored stored) {
            return new AdapterView(
                    stored.id(),
                    stored.descriptor().key(),
                    stored.descriptor().partner(),
                    stored.version(),
                    stored.enabled(),
                    stored.createdBy(),
                    stored.json());
        }
    }

    /** The documents that a pull found, in their order. */
    public record Pulled(List<Taken> documents) {
        public Pulled {
            documents = List.copyOf(documents);
        }
    }

    @GET
    @RolesAllowed({
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.HUB_ADMIN,
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.IT_OPERATIVE,
        RealmRoles.PARTNER,
        RealmRoles.AUDITOR
    })
    @Operation(summary = "All adapters, by key")
    public Uni<List<AdapterView>> list() {
        return context.tenantContext()
                .flatMap(adapters::list)
                .map(found -> found.stream().map(AdapterView::of).toList());
    }

    @GET
    @Path("{key}")
    @RolesAllowed({
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.HUB_ADMIN,
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.IT_OPERATIVE,
        RealmRoles.PARTNER,
        RealmRoles.AUDITOR
    })
    @Operation(summary = "One adapter")
    public Uni<AdapterView> one(@PathParam("key") String key) {
        return context.tenantContext()
                .flatMap(tenant -> adapters.get(tenant, key))
                .map(AdapterView::of);
    }

    @PUT
    @Path("{key}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.HUB_ADMIN})
    @Operation(summary = "Stores a new version of an adapter, or a new adapter; used from the next document on")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.OBJECT),
                            example = "{\"key\": \"cirrus-focus\", \"partner\": \"cirrus\", \"agreement\": "
                                    + "\"cirrus-resale\", \"kind\": \"BILL\", \"transport\": {\"type\": \"push\"}, "
                                    + "\"format\": {\"type\": \"focus\"}}"))
    public Uni<AdapterView> put(@PathParam("key") String key, String descriptor) {
        return context.tenantContext()
                .flatMap(tenant -> adapters.put(tenant, key, descriptor))
                .map(AdapterView::of);
    }

    @POST
    @Path("{key}/pull")
    @RolesAllowed({
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.HUB_ADMIN,
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.IT_OPERATIVE
    })
    @Operation(summary = "Pulls an adapter's folder or address now, beside its schedule")
    public Uni<Pulled> pull(@PathParam("key") String key) {
        return context.tenantContext()
                .flatMap(tenant -> pulls.pullNow(tenant, key))
                .map(outcomes -> new Pulled(outcomes.stream().map(Taken::of).toList()));
    }
}
