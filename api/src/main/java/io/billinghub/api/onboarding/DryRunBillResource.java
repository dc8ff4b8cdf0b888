package io.billinghub.api.onboarding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.adapters.dryrun.DryRuns;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.billprint.BillPdf;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** Shows the bill that a customer would get if a document were taken in by a descriptor. */
@Path("/hub/v1/adapters/dry-run/bill")
@Tag(name = "Adapters")
@RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.HUB_ADMIN})
public class DryRunBillResource {

    private static final String PDF = "application/pdf";

    private final RequestContext context;
    private final TenantTransaction transactions;
    private final DryRuns dryRuns;
    private final BillPdf pdf;
    private final ObjectMapper json;

    DryRunBillResource(
            RequestContext context, TenantTransaction transactions, DryRuns dryRuns, BillPdf pdf, ObjectMapper json) {
        this.context = context;
        this.transactions = transactions;
        this.dryRuns = dryRuns;
        this.pdf = pdf;
        this.json = json;
    }

    @POST
    @Blocking
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Produces(PDF)
    @Operation(
            summary = "Shows the bill that would come of a document by a descriptor; nothing is stored",
            description =
                    "The draft that a run of the account's cycle would make for the period of the document's first line, with all else that"
                            + " is known of the account by now. The sample has at most 4 MiB.")
    @APIResponse(
            responseCode = "200",
            description = "The draft",
            content = @Content(mediaType = PDF, schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(
            responseCode = "422",
            description = "The descriptor is not valid, or no bill would come of the document: the detail says why")
    public Uni<Response> bill(
            @RestForm("descriptor") FileUpload descriptor,
            @RestForm("sample") FileUpload sample,
            @Parameter(
                            description =
                                    "Number of the billing account; left out, the first that the document has a line for",
                            example = "NL-1001")
                    @QueryParam("account")
                    String account,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        context.requireWholeTenant();
        byte[] text = SampleForm.required(descriptor, "descriptor");
        byte[] content = SampleForm.required(sample, "sample");
        KeyedRequest.of(
                key, "POST /hub/v1/adapters/dry-run/bill", new byte[0]); // nothing is done that could be done twice
        JsonNode adapter = read(text);
        DryRuns.Sample tried = new DryRuns.Sample(
                adapter.path("partner").asText(),
                adapter.path("key").asText(),
                Optional.of(adapter.toString()),
                sample.fileName(),
                null,
                content);
        return context.tenantContext()
                .flatMap(
                        login -> transactions.run(login, connection -> dryRuns.bill(connection, login, tried, account)))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(bill -> Response.ok(pdf.print(bill), PDF)
                        .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"draft.pdf\"")
                        .build());
    }

    private JsonNode read(byte[] descriptor) {
        try {
            JsonNode node = json.readTree(descriptor);
            if (node.isObject()) {
                return node;
            }
        } catch (IOException e) {
            throw new HubException(ApiError.INVALID_BODY, "The part 'descriptor' is no JSON.", e);
        }
        throw new HubException(ApiError.INVALID_BODY, "The part 'descriptor' must be an object.");
    }
}
