package io.billinghub.api.document;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.adapters.intake.DocumentIntake;
import io.billinghub.adapters.intake.IntakeOutcome;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.error.ErrorAnswers;
import io.billinghub.api.error.Problem;
import io.billinghub.api.error.Refusal;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** How partners push documents. The same bytes are taken in once, with a key or without. */
@Path("/hub/v1/partners/{partner}/documents")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Documents")
@RolesAllowed({RealmRoles.PARTNER, RealmRoles.MARKETPLACE_ADMIN, RealmRoles.HUB_ADMIN, RealmRoles.BILLING_OPERATIVE})
public class PushResource {

    private final RequestContext context;
    private final DocumentIntake intake;
    private final Idempotency idempotency;
    private final ErrorAnswers errors;
    private final ObjectMapper json;

    PushResource(
            RequestContext context,
            DocumentIntake intake,
            Idempotency idempotency,
            ErrorAnswers errors,
            ObjectMapper json) {
        this.context = context;
        this.intake = intake;
        this.idempotency = idempotency;
        this.errors = errors;
        this.json = json;
    }

    /** A document on its way in; the stream is read once. */
    private record Pushed(String partner, String adapter, String fileName, String contentType, InputStream content) {
        String path() {
            return "/hub/v1/partners/" + partner + "/documents";
        }
    }

    @POST
    @Blocking
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Pushes a document as the body, in any format that an adapter of the partner reads")
    @APIResponse(
            responseCode = "201",
            description = "Taken in; its lines are accepted or wait in quarantine",
            content = @Content(schema = @Schema(implementation = Taken.class)))
    @APIResponse(
            responseCode = "200",
            description = "The same bytes were taken in before",
            content = @Content(schema = @Schema(implementation = Taken.class)))
    @APIResponse(responseCode = "422", description = "Refused; the raw document is kept under the 'id' of the problem")
    public Uni<Response> push(
            @PathParam("partner") String partner,
            @Parameter(
                            description = "Key of the adapter; may be left out where the partner has only one",
                            example = "cirrus-focus")
                    @QueryParam("adapter")
                    String adapter,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            InputStream body) {
        return take(new Pushed(partner, adapter, null, contentType, body), key);
    }

    @POST
    @Blocking
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(summary = "Pushes a document as the part 'file' of a form")
    @APIResponse(
            responseCode = "201",
            description = "Taken in",
            content = @Content(schema = @Schema(implementation = Taken.class)))
    public Uni<Response> upload(
            @PathParam("partner") String partner,
            @Parameter(
                            description = "Key of the adapter; may be left out where the partner has only one",
                            example = "cirrus-focus")
                    @QueryParam("adapter")
                    String adapter,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key,
            @RestForm("file") FileUpload file) {
        if (file == null) {
            throw new HubException(ApiError.INVALID_BODY, "The form has no part 'file'.");
        }
        InputStream content = open(file);
        return take(new Pushed(partner, adapter, file.fileName(), file.contentType(), content), key)
                .eventually(() -> close(content));
    }

    private Uni<Response> take(Pushed pushed, String key) {
        context.requireOwnPartner(pushed.partner());
        Uni<Answer> answer = context.tenantContext()
                .flatMap(tenant -> key == null ? receive(tenant, pushed) : receiveOnce(tenant, pushed, key));
        return answer.map(given -> given.response()
                .type(given.status() < 400 ? MediaType.APPLICATION_JSON : Problem.MEDIA_TYPE)
                .build());
    }

    private Uni<Answer> receive(TenantContext tenant, Pushed pushed) {
        return intake.receive(
                        tenant,
                        pushed.partner(),
                        pushed.adapter(),
                        pushed.fileName(),
                        pushed.contentType(),
                        pushed.content())
                .map(outcome -> answer(pushed, outcome));
    }

    /** The bytes are read before the key is judged: what they are is a part of the request that the key stands for. */
    private Uni<Answer> receiveOnce(TenantContext tenant, Pushed pushed, String key) {
        return Uni.createFrom()
                .item(() -> DocumentUpload.of(pushed.content()))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .flatMap(upload -> idempotency
                        .around(
                                tenant,
                                KeyedRequest.of(
                                        key, "POST " + pushed.path() + "?adapter=" + pushed.adapter(), upload.sha256()),
                                () -> intake.receive(
                                                tenant,
                                                pushed.partner(),
                                                pushed.adapter(),
                                                pushed.fileName(),
                                                pushed.contentType(),
                                                upload.file())
                                        .map(outcome -> answer(pushed, outcome)))
                        .eventually(upload::delete));
    }

    private Answer answer(Pushed pushed, IntakeOutcome outcome) {
        Taken taken = Taken.of(outcome);
        if ("REFUSED".equals(taken.status())) {
            String why = taken.findings().isEmpty()
                    ? "The document was refused."
                    : "The document was refused at " + taken.findings().get(0).place() + ": "
                            + taken.findings().get(0).detail();
            Refusal refusal = Refusal.of(ApiError.DOCUMENT_REFUSED, why)
                    .with("id", taken.id())
                    .with("duplicate", taken.duplicate())
                    .with("findings", taken.findings());
            return new Answer(
                    422, Optional.empty(), errors.answer(refusal, pushed.path()).body());
        }
        return Answer.of(
                json, taken.duplicate() ? 200 : 201, Optional.of(DocumentResource.PATH + "/" + taken.id()), taken);
    }

    private static InputStream open(FileUpload file) {
        try {
            return Files.newInputStream(file.uploadedFile());
        } catch (IOException e) {
            throw new UncheckedIOException("the uploaded file could not be read", e);
        }
    }

    private static void close(InputStream content) {
        try {
            content.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the uploaded file could not be closed", e);
        }
    }
}
