package io.billinghub.api.billrun;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.core.billrun.application.ReviewSamples;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Bills of a run for the human eye. */
@Path(RunView.PATH + "/{id}/sample")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Bill runs")
public class ReviewSampleResource {

    private final RequestContext context;
    private final TenantTransaction transactions;
    private final ReviewSamples samples;
    private final Idempotency idempotency;
    private final ObjectMapper json;

    ReviewSampleResource(
            RequestContext context,
            TenantTransaction transactions,
            ReviewSamples samples,
            Idempotency idempotency,
            ObjectMapper json) {
        this.context = context;
        this.transactions = transactions;
        this.samples = samples;
        this.idempotency = idempotency;
        this.json = json;
    }

    @GET
    @RolesAllowed({RealmRoles.BILLING_OPERATIVE, RealmRoles.BILLING_MANAGER, RealmRoles.FINANCE, RealmRoles.AUDITOR})
    @Operation(
            summary =
                    "The bills of a run that people are to look at, with their risks; those that nobody has seen first")
    @APIResponse(
            responseCode = "200",
            description =
                    "The sample; amounts are texts, exact. Empty where no task of the run draws one, or has not yet",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    public Uni<String> list(@PathParam("id") String id) {
        context.requireWholeTenant();
        UUID run = RunProgressResource.id(id);
        return context.tenantContext()
                .flatMap(tenant -> samples.list(tenant, run))
                .map(ReviewSampleResource::answer);
    }

    @POST
    @Path("{bill}/looked-at")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.BILLING_OPERATIVE, RealmRoles.BILLING_MANAGER})
    @Operation(summary = "Marks a bill of the sample as looked at; the last one has the task done again")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.OBJECT),
                            example = "{\"note\": \"The new tariff is right\"}"))
    @APIResponse(
            responseCode = "200",
            description = "The sample",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "404", description = "The bill is not in the run's sample")
    public Uni<Response> look(
            @PathParam("id") String id,
            @PathParam("bill") String bill,
            byte[] body,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        context.requireWholeTenant();
        UUID run = RunProgressResource.id(id);
        UUID looked = bill(bill);
        JsonBody given = JsonBody.read(json, body, "note");
        given.allowOnly(Set.of("note"), "is not known; there is note");
        Optional<String> note = given.text("note");
        Optional<KeyedRequest> keyed =
                KeyedRequest.of(key, "POST " + RunView.PATH + "/" + run + "/sample/" + looked + "/looked-at", body);
        return context.tenantContext()
                .flatMap(tenant -> transactions.run(
                        tenant,
                        connection -> idempotency.once(
                                connection,
                                tenant,
                                keyed,
                                () -> samples.look(connection, tenant, run, looked, note)
                                        .map(items -> new Answer(200, Optional.empty(), answer(items))))))
                .map(answer -> answer.response().build());
    }

    private static String answer(JsonArray items) {
        return new JsonObject().put("items", items).encode();
    }

    private static UUID bill(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new HubException(CoreError.UNKNOWN_RESOURCE, "There is no bill with the id '" + text + "'.", e);
        }
    }
}
