package io.billinghub.api.document;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.adapters.webhook.WebhookIntake;
import io.billinghub.api.idempotency.Answer;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
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
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How partners' systems send documents that know webhooks but no tokens: the signature of the call stands for the login. */
@Path("/hub/v1/signed-documents/{tenant}/{adapter}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Documents")
@PermitAll
public class SignedDocumentResource {

    private final WebhookIntake webhooks;
    private final ObjectMapper json;

    SignedDocumentResource(WebhookIntake webhooks, ObjectMapper json) {
        this.webhooks = webhooks;
        this.json = json;
    }

    @POST
    @Blocking
    @Consumes(MediaType.WILDCARD)
    @SecurityRequirements
    @Operation(
            summary = "Takes the document of a signed call in",
            description =
                    "No token is needed. The call is signed with HMAC-SHA256 over its time, a dot and its body, as the adapter's"
                            + " descriptor says. A document that is refused for what it says is kept and answered as taken, with the status"
                            + " REFUSED: to send it again would help nobody.")
    @APIResponse(
            responseCode = "201",
            description = "Kept; the status tells what became of it",
            content = @Content(schema = @Schema(implementation = Taken.class)))
    @APIResponse(
            responseCode = "200",
            description = "The same bytes were taken in before",
            content = @Content(schema = @Schema(implementation = Taken.class)))
    @APIResponse(
            responseCode = "403",
            description = "There is no such webhook, the call's time is too far off, or no signature fits")
    public Uni<Response> call(
            @Parameter(description = "Key of the tenant", example = "nordlys") @PathParam("tenant") String tenant,
            @Parameter(description = "Key of the adapter", example = "cirrus-webhook") @PathParam("adapter")
                    String adapter,
            @Context HttpHeaders headers,
            InputStream body) {
        return webhooks.receive(new WebhookIntake.Call(tenant, adapter, headers::getHeaderString, body))
                .map(Taken::of)
                .map(taken -> Answer.of(
                                json,
                                taken.duplicate() ? 200 : 201,
                                Optional.of(DocumentResource.PATH + "/" + taken.id()),
                                taken)
                        .response()
                        .type(MediaType.APPLICATION_JSON)
                        .build());
    }
}
