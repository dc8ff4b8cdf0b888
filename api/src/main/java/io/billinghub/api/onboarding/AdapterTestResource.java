package io.billinghub.api.onboarding;

import io.billinghub.api.error.ApiError;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.error.HubException;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** How a partner's adapter comes in: with a sample that it reads without a flaw. */
@Path(CaseView.PATH + "/{partner}/adapter")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Onboarding")
public class AdapterTestResource {

    private final RequestContext context;
    private final OneTransaction one;
    private final AdapterTest test;

    AdapterTestResource(RequestContext context, OneTransaction one, AdapterTest test) {
        this.context = context;
        this.one = one;
        this.test = test;
    }

    @POST
    @Blocking
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.HUB_ADMIN, RealmRoles.PARTNER})
    @Operation(
            summary =
                    "Tries a sample by a descriptor; if each line is accepted, stores the adapter and keeps the sample as its contract",
            description =
                    "Parts: 'descriptor' (JSON; key, partner, agreement, kind BILL and transport push follow from the case where they are"
                            + " left out), 'sample' (a document), and 'accountLinks' (CSV as of account-links; the marketplace's logins alone). If a line"
                            + " is not accepted, nothing is stored, and the answer says why. A partner may do it until it is certified, for documents that it"
                            + " pushes: another transport is the marketplace's to say.")
    @APIResponse(
            responseCode = "200",
            description = "The case, and the trial of the sample",
            content = @Content(schema = @Schema(implementation = AdapterTest.Tested.class)))
    @APIResponse(responseCode = "409", description = "The agreement is not signed yet")
    @APIResponse(responseCode = "422", description = "The sample is not accepted whole; 'dryRun' or 'links' says why")
    public Uni<Response> put(
            @PathParam("partner") String partner,
            @RestForm("descriptor") FileUpload descriptor,
            @RestForm("sample") FileUpload sample,
            @RestForm("accountLinks") FileUpload accountLinks,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        if (accountLinks != null && context.partnerKey().isPresent()) {
            throw new HubException(ApiError.FORBIDDEN, "Links of accounts are the marketplace's to make.");
        }
        AdapterTest.Sent sent = new AdapterTest.Sent(
                partner,
                SampleForm.required(descriptor, "descriptor"),
                sample == null ? null : sample.fileName(),
                SampleForm.required(sample, "sample"),
                SampleForm.optional(accountLinks));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : new byte[][] {sent.descriptor(), sent.sample(), sent.accountLinks()}) {
            all.writeBytes(Integer.toString(part.length).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            all.write('\n');
            all.writeBytes(part);
        }
        return one.once(
                "POST " + sent.path(),
                all.toByteArray(),
                key,
                (connection, login) -> test.run(connection, login, one.importer(), sent));
    }
}
