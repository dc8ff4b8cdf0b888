package io.billinghub.api.onboarding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.adapters.dryrun.DryRuns;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.core.error.HubException;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** Tries a descriptor on a document. */
@Path("/hub/v1/adapters/dry-run")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Adapters")
@RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.HUB_ADMIN})
public class DryRunResource {

    private final RequestContext context;
    private final OneTransaction one;
    private final DryRuns dryRuns;
    private final ObjectMapper json;

    DryRunResource(RequestContext context, OneTransaction one, DryRuns dryRuns, ObjectMapper json) {
        this.context = context;
        this.one = one;
        this.dryRuns = dryRuns;
        this.json = json;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Shows what would become of a document by a descriptor; nothing is stored",
            description =
                    "Each line as it is read, where it would go, what is found, and the totals per billing account. The sample is in"
                            + " base64, at most 4 MiB. Partner and agreement of the descriptor must be there.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.OBJECT),
                            example =
                                    "{\"descriptor\": {\"key\": \"cirrus-try\", \"partner\": \"cirrus\", \"agreement\": \"cirrus-resale\","
                                            + " \"kind\": \"BILL\", \"transport\": {\"type\": \"push\"}, \"format\": {\"type\": \"csv\"}, \"mapping\":"
                                            + " {\"columns\": {\"account\": \"customer\", \"net\": \"net\", \"from\": \"day\"}, \"constants\":"
                                            + " {\"currency\": \"USD\", \"product\": \"vm\"}}}, \"fileName\": \"try-1.csv\","
                                            + " \"sample\": \"Y3VzdG9tZXIsbmV0LGRheQpDLTEsMTIuNTAsMjAyNi0xMC0wMwo=\"}"))
    @APIResponse(
            responseCode = "200",
            description = "What would become of it, also where it would be refused",
            content = @Content(schema = @Schema(implementation = TrialView.class)))
    @APIResponse(responseCode = "422", description = "The descriptor is not valid, or names no partner or agreement")
    public Uni<Response> attempt(
            byte[] body,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        JsonBody given = JsonBody.read(json, body, "dry run");
        given.allowOnly(
                Set.of("descriptor", "fileName", "sample"),
                "is not known here; known are descriptor, fileName, sample");
        String sample =
                given.text("sample").orElseThrow(() -> new HubException(ApiError.INVALID_BODY, "/sample: is missing."));
        try {
            return attempt(
                    given.json().path("descriptor"),
                    given.text("fileName").orElse(null),
                    Base64.getDecoder().decode(sample),
                    body,
                    key);
        } catch (IllegalArgumentException e) {
            throw new HubException(ApiError.INVALID_BODY, "/sample: is not in base64.", e);
        }
    }

    @POST
    @Blocking
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(summary = "The same, with descriptor and sample as parts of a form")
    @APIResponse(
            responseCode = "200",
            description = "What would become of it, also where it would be refused",
            content = @Content(schema = @Schema(implementation = TrialView.class)))
    public Uni<Response> upload(
            @RestForm("descriptor") FileUpload descriptor,
            @RestForm("sample") FileUpload sample,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        byte[] text = SampleForm.required(descriptor, "descriptor");
        byte[] content = SampleForm.required(sample, "sample");
        byte[] both = java.nio.ByteBuffer.allocate(Integer.BYTES + text.length + content.length)
                .putInt(text.length)
                .put(text)
                .put(content)
                .array();
        return attempt(SampleForm.json(json, text), sample.fileName(), content, both, key);
    }

    private Uni<Response> attempt(JsonNode descriptor, String fileName, byte[] content, byte[] request, String key) {
        context.requireWholeTenant();
        if (!descriptor.isObject()) {
            throw new HubException(ApiError.INVALID_BODY, "/descriptor: must be an object.");
        }
        DryRuns.Sample sample = new DryRuns.Sample(
                descriptor.path("partner").asText(),
                descriptor.path("key").asText(),
                Optional.of(descriptor.toString()),
                fileName,
                null,
                content);
        return one.once(
                "POST /hub/v1/adapters/dry-run",
                request,
                key,
                (connection, login) -> dryRuns.run(connection, login, sample).map(run -> one.ok(TrialView.of(run))));
    }
}
