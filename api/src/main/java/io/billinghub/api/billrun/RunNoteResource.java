package io.billinghub.api.billrun;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.core.billrun.application.RunNotes;
import io.billinghub.core.billrun.model.RunNote;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
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
import java.util.List;
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

/** Notes that people make about a run; they may quote amounts. */
@Path(RunView.PATH + "/{id}/notes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Bill runs")
public class RunNoteResource {

    private final RequestContext context;
    private final TenantTransaction transactions;
    private final RunNotes notes;
    private final Idempotency idempotency;
    private final ObjectMapper json;

    RunNoteResource(
            RequestContext context,
            TenantTransaction transactions,
            RunNotes notes,
            Idempotency idempotency,
            ObjectMapper json) {
        this.context = context;
        this.transactions = transactions;
        this.notes = notes;
        this.idempotency = idempotency;
        this.json = json;
    }

    /** The notes of one run. */
    public record Notes(List<RunNote> items) {}

    @GET
    @RolesAllowed({RealmRoles.BILLING_OPERATIVE, RealmRoles.BILLING_MANAGER, RealmRoles.FINANCE, RealmRoles.AUDITOR})
    @Operation(summary = "What people have noted about a run, the first note first")
    @APIResponse(
            responseCode = "200",
            description = "All of them",
            content = @Content(schema = @Schema(implementation = Notes.class)))
    @APIResponse(responseCode = "404", description = "There is no such run")
    public Uni<Notes> list(@PathParam("id") String id) {
        context.requireWholeTenant();
        UUID run = RunProgressResource.id(id);
        return context.tenantContext().flatMap(tenant -> notes.of(tenant, run)).map(Notes::new);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.BILLING_OPERATIVE, RealmRoles.BILLING_MANAGER, RealmRoles.FINANCE})
    @Operation(
            summary = "Notes something about a run",
            description = "In any state of the run. Notes stay as they are: nobody changes one, or takes one away.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.OBJECT),
                            example = "{\"note\": \"The new tariff explains the 12 % more of NL-1001\"}"))
    @APIResponse(
            responseCode = "201",
            description = "The note",
            content = @Content(schema = @Schema(implementation = RunNote.class)))
    @APIResponse(responseCode = "404", description = "There is no such run")
    @APIResponse(responseCode = "422", description = "The note is empty or has more than 2,000 characters")
    public Uni<Response> write(
            @PathParam("id") String id,
            byte[] body,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        context.requireWholeTenant();
        UUID run = RunProgressResource.id(id);
        JsonBody given = JsonBody.read(json, body, "note");
        given.allowOnly(Set.of("note"), "is not known; there is note");
        String note =
                given.text("note").orElseThrow(() -> new HubException(ApiError.INVALID_BODY, "/note: is missing."));
        Optional<KeyedRequest> keyed = KeyedRequest.of(key, "POST " + RunView.PATH + "/" + run + "/notes", body);
        return context.tenantContext()
                .flatMap(tenant -> transactions.run(
                        tenant,
                        connection -> idempotency.once(
                                connection,
                                tenant,
                                keyed,
                                () -> notes.write(connection, tenant, run, note)
                                        .map(written -> Answer.of(json, 201, Optional.empty(), written)))))
                .map(answer -> answer.response().build());
    }
}
