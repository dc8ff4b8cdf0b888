package io.billinghub.api.soap;

import io.billinghub.adapters.intake.IntakeOutcome;
import io.billinghub.adapters.soap.SoapFlaw;
import io.billinghub.adapters.soap.SoapIntake;
import io.billinghub.adapters.soap.SoapVersion;
import io.billinghub.api.document.Taken;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.error.Failures;
import io.billinghub.api.error.Refusal;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.identity.IdGenerator;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** How partners' systems send documents that speak SOAP. */
@Path("/hub/v1/partners/{partner}/soap/{adapter}")
@Tag(name = "Documents")
@RolesAllowed({RealmRoles.PARTNER, RealmRoles.MARKETPLACE_ADMIN, RealmRoles.HUB_ADMIN, RealmRoles.BILLING_OPERATIVE})
public class SoapResource {

    private static final Logger LOG = Logger.getLogger(SoapResource.class);
    private static final String SOAP_1_1 = "text/xml";
    private static final String SOAP_1_2 = "application/soap+xml";
    private static final String MTOM = "multipart/related";

    private final RequestContext context;
    private final SoapIntake soap;
    private final IdGenerator ids;

    SoapResource(RequestContext context, SoapIntake soap, IdGenerator ids) {
        this.context = context;
        this.soap = soap;
        this.ids = ids;
    }

    @POST
    @Blocking
    @Consumes({SOAP_1_2, SOAP_1_1, MTOM})
    @Produces({SOAP_1_2, SOAP_1_1})
    @Operation(
            summary = "Takes the document of a SOAP message in",
            description =
                    "SOAP 1.1 (text/xml), 1.2 (application/soap+xml) or either with attachments (multipart/related, MTOM). The one element of the"
                            + " body is the document itself, such as an invoice in UBL, or SubmitDocument with the document in content. Where there"
                            + " is a valid token, what is wrong is told as a fault with the hub's problem in its detail. The same bytes are taken in"
                            + " once.")
    @RequestBody(
            content = {
                @Content(mediaType = SOAP_1_2, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = SOAP_1_1, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = MTOM, schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    @APIResponse(
            responseCode = "200",
            description = "Taken in, now or before: SubmitDocumentResponse",
            content = @Content(mediaType = SOAP_1_2, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "400", description = "A fault of SOAP 1.2: the message, or its document, was refused")
    @APIResponse(responseCode = "500", description = "A fault of SOAP 1.1; or the hub failed")
    public Uni<Response> submit(
            @PathParam("partner") String partner,
            @Parameter(description = "Key of the adapter", example = "mobilia-soap") @PathParam("adapter")
                    String adapter,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            InputStream body) {
        SoapVersion version = SoapVersion.of(contentType);
        return Uni.createFrom()
                .deferred(() -> {
                    context.requireOwnPartner(partner);
                    return context.tenantContext();
                })
                .flatMap(tenant -> soap.receive(new SoapIntake.Message(tenant, partner, adapter, contentType, body)))
                .map(outcome -> answer(version, outcome))
                .onFailure()
                .recoverWithItem(failure -> fault(version, failure));
    }

    @GET
    @PermitAll
    @SecurityRequirements
    @Produces(SOAP_1_1)
    @Operation(summary = "The WSDL of the adapter's address; it is the same for all and tells nothing of them")
    @APIResponse(
            responseCode = "200",
            description = "WSDL 1.1",
            content = @Content(mediaType = SOAP_1_1, schema = @Schema(type = SchemaType.STRING)))
    public String wsdl(
            @PathParam("partner") String partner,
            @PathParam("adapter") String adapter,
            @Parameter(description = "As clients write it; it may be left out") @QueryParam("wsdl") String wsdl,
            @Context UriInfo uri) {
        String address = uri.getAbsolutePath()
                .toASCIIString()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("\"", "&quot;");
        return description().replace("${address}", address);
    }

    private static Response answer(SoapVersion version, IntakeOutcome outcome) {
        Taken taken = Taken.of(outcome);
        if (!"REFUSED".equals(taken.status())) {
            return SoapAnswers.taken(version, taken);
        }
        String why = taken.findings().isEmpty()
                ? "The document was refused."
                : "The document was refused at " + taken.findings().get(0).place() + ": "
                        + taken.findings().get(0).detail();
        return SoapAnswers.refused(version, Refusal.of(ApiError.DOCUMENT_REFUSED, why), taken);
    }

    private Response fault(SoapVersion version, Throwable failure) {
        if (failure instanceof SoapFlaw flaw) {
            Refusal refusal = new Refusal(
                    400,
                    flaw.code(),
                    "The SOAP message can't be taken",
                    flaw.getMessage(),
                    false,
                    "Correct what stands at the place named; the WSDL says what is expected.",
                    Map.of());
            return SoapAnswers.flawed(version, refusal, flaw);
        }
        Refusal refusal = Failures.expected(failure).orElseGet(Failures::unexpected);
        String instance = "urn:uuid:" + ids.next();
        if (refusal.status() >= 500) {
            LOG.errorf(failure, "%s: a SOAP message failed", instance);
        }
        return SoapAnswers.refused(version, refusal, instance);
    }

    private static String description() {
        try (InputStream in = SoapResource.class.getResourceAsStream("/soap/documents.wsdl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the WSDL could not be read", e);
        }
    }
}
