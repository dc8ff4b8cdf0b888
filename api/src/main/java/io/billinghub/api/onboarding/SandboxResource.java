package io.billinghub.api.onboarding;

import io.billinghub.adapters.dryrun.DryRuns;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** Where a partner tries its documents, before it is active and later. */
@Path("/hub/v1/partners/{partner}/sandbox/documents")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Documents")
@RolesAllowed({RealmRoles.PARTNER, RealmRoles.MARKETPLACE_ADMIN, RealmRoles.HUB_ADMIN, RealmRoles.BILLING_OPERATIVE})
public class SandboxResource {

    private final RequestContext context;
    private final OneTransaction one;
    private final DryRuns dryRuns;

    SandboxResource(RequestContext context, OneTransaction one, DryRuns dryRuns) {
        this.context = context;
        this.one = one;
        this.dryRuns = dryRuns;
    }

    @POST
    @Blocking
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Tries a document: judged as a real one, never stored and never billed",
            description =
                    "At most 4 MiB. It goes through the adapter, the links and the rules that hold at this moment, behind a savepoint to"
                            + " which all goes back; it is not in the lists of documents, and sending it later for real is no repeat.")
    @APIResponse(
            responseCode = "200",
            description = "What would become of it, also where it would be refused",
            content = @Content(schema = @Schema(implementation = TrialView.class)))
    public Uni<Response> attempt(
            @PathParam("partner") String partner,
            @Parameter(
                            description = "Key of the adapter; may be left out where the partner has only one",
                            example = "cirrus-focus")
                    @QueryParam("adapter")
                    String adapter,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            InputStream body) {
        context.requireOwnPartner(partner);
        return attempt(
                new DryRuns.Sample(partner, adapter, Optional.empty(), null, contentType, SampleForm.read(body)), key);
    }

    @POST
    @Blocking
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(summary = "Tries a document that is the part 'file' of a form")
    @APIResponse(
            responseCode = "200",
            description = "What would become of it, also where it would be refused",
            content = @Content(schema = @Schema(implementation = TrialView.class)))
    public Uni<Response> upload(
            @PathParam("partner") String partner,
            @Parameter(
                            description = "Key of the adapter; may be left out where the partner has only one",
                            example = "cirrus-focus")
                    @QueryParam("adapter")
                    String adapter,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key,
            @RestForm("file") FileUpload file) {
        context.requireOwnPartner(partner);
        byte[] content = SampleForm.required(file, "file");
        return attempt(
                new DryRuns.Sample(partner, adapter, Optional.empty(), file.fileName(), file.contentType(), content),
                key);
    }

    private Uni<Response> attempt(DryRuns.Sample sample, String key) {
        return one.once(
                "POST /hub/v1/partners/" + sample.partner() + "/sandbox/documents?adapter=" + sample.adapter(),
                sample.content(),
                key,
                (connection, login) -> dryRuns.run(connection, login, sample).map(run -> one.ok(TrialView.of(run))));
    }
}
