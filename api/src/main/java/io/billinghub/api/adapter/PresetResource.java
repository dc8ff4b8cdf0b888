package io.billinghub.api.adapter;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.descriptor.BundledSchema;
import io.billinghub.adapters.preset.Preset;
import io.billinghub.adapters.preset.Presets;
import io.billinghub.api.paging.Listing;
import io.billinghub.api.paging.PageRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.error.HubException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What descriptors can begin with, and what they are judged by; the same for all tenants. */
@Path("/hub/v1/adapters")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Adapters")
public class PresetResource {

    private final RequestContext context;

    PresetResource(RequestContext context) {
        this.context = context;
    }

    /** A preset among others. */
    public record PresetSummary(String name, String title, String kind, String format) {

        static PresetSummary of(Preset preset) {
            return new PresetSummary(
                    preset.name(),
                    preset.title(),
                    preset.descriptor().path("kind").asText(),
                    preset.descriptor().at("/format/type").asText());
        }
    }

    /**
     * One preset.
     *
     * @param descriptor kind, format and mapping, which a descriptor that names the preset begins with
     * @param sample a document that it reads; null where it is no text
     */
    public record PresetView(
            String name,
            String title,
            @Schema(type = SchemaType.OBJECT) @JsonRawValue String descriptor,
            String sampleName,
            @Schema(nullable = true) String sample) {

        static PresetView of(Preset preset) {
            return new PresetView(
                    preset.name(),
                    preset.title(),
                    preset.descriptor().toString(),
                    preset.sampleName(),
                    preset.sample());
        }
    }

    @GET
    @Path("presets")
    @RolesAllowed({
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.HUB_ADMIN,
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.IT_OPERATIVE,
        RealmRoles.PARTNER,
        RealmRoles.AUDITOR
    })
    @Operation(summary = "Ready-made formats and mappings of well-known bills, by name")
    public Uni<Listing<PresetSummary>> presets(
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        PageRequest page = PageRequest.of("presets", cursor, limit);
        return context.tenantContext().map(tenant -> {
            List<PresetSummary> found = Presets.all().stream()
                    .filter(preset -> page.after()
                            .map(after -> preset.name().compareTo(after) > 0)
                            .orElse(true))
                    .limit(page.limit() + 1L)
                    .map(PresetSummary::of)
                    .toList();
            return page.listing(found, PresetSummary::name);
        });
    }

    @GET
    @Path("presets/{name}")
    @RolesAllowed({
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.HUB_ADMIN,
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.IT_OPERATIVE,
        RealmRoles.PARTNER,
        RealmRoles.AUDITOR
    })
    @Operation(summary = "One preset: what a descriptor that names it begins with, and a sample that it reads")
    @APIResponse(
            responseCode = "200",
            description = "The preset",
            content = @Content(schema = @Schema(implementation = PresetView.class)))
    @APIResponse(responseCode = "404", description = "There is no preset of this name")
    public Uni<PresetView> preset(@Parameter(example = "focus") @PathParam("name") String name) {
        return context.tenantContext()
                .map(tenant -> Presets.of(name)
                        .map(PresetView::of)
                        .orElseThrow(() ->
                                new HubException(AdapterError.UNKNOWN_PRESET, "There is no preset " + name + ".")));
    }

    @GET
    @Path("schema")
    @RolesAllowed({
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.HUB_ADMIN,
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.IT_OPERATIVE,
        RealmRoles.PARTNER,
        RealmRoles.AUDITOR
    })
    @Operation(summary = "The JSON Schema of descriptors with all formats and transports, as one document")
    @APIResponse(
            responseCode = "200",
            description = "The schema, JSON Schema 2020-12",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    public Uni<String> schema() {
        return context.tenantContext().map(tenant -> BundledSchema.text());
    }
}
