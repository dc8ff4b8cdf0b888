package io.billinghub.api.creditnote;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.paging.Listing;
import io.billinghub.api.paging.PageRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.core.creditnote.application.CreditNotes;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Credit notes, as they are asked for. */
@Path(CreditNoteView.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Bills")
@RolesAllowed({RealmRoles.BILLING_OPERATIVE, RealmRoles.BILLING_MANAGER, RealmRoles.FINANCE, RealmRoles.AUDITOR})
public class CreditNoteResource {

    private final RequestContext context;
    private final TenantTransaction transactions;
    private final CreditNotes notes;
    private final Idempotency idempotency;
    private final ObjectMapper json;

    CreditNoteResource(
            RequestContext context,
            TenantTransaction transactions,
            CreditNotes notes,
            Idempotency idempotency,
            ObjectMapper json) {
        this.context = context;
        this.transactions = transactions;
        this.notes = notes;
        this.idempotency = idempotency;
        this.json = json;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.BILLING_OPERATIVE, RealmRoles.BILLING_MANAGER, RealmRoles.FINANCE})
    @Operation(
            summary = "Takes back an invoice, some of its lines, or an amount of it",
            description =
                    "With lines, each whole or with its net amount; with net, an amount without tax that is spread over the lines; with neither,"
                            + " all that is left. A bill run of its own makes the credit note, with the tax of the invoice; somebody else approves"
                            + " it. With rebill, the same is invoiced again by what is known of buyer and tax then.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = CreditNoteView.class),
                            example =
                                    "{\"taxInvoice\": \"0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11\", \"reason\": \"Not delivered on two days\", \"lines\": [{\"position\": 1, \"net\": 5.00}]}"))
    @APIResponse(
            responseCode = "201",
            description = "The credit note that is under way",
            headers = @Header(name = "Location", schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = CreditNoteView.class)))
    @APIResponse(responseCode = "404", description = "There is no tax invoice with this id")
    @APIResponse(responseCode = "422", description = "The invoice can't be credited so: what is left of it is less")
    public Uni<Response> make(
            byte[] body,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        CreditNotes.Request wanted =
                new CreditNoteRequest(JsonBody.read(json, body, "request for a credit note")).read();
        Optional<KeyedRequest> keyed = KeyedRequest.of(key, "POST " + CreditNoteView.PATH, body);
        return context.tenantContext()
                .flatMap(login -> transactions.run(
                        login,
                        connection -> idempotency.once(
                                connection,
                                login,
                                keyed,
                                () -> notes.request(connection, login, wanted)
                                        .flatMap(id -> notes.find(connection, id))
                                        .map(note -> CreditNoteView.of(note.orElseThrow()))
                                        .map(view -> Answer.of(json, 201, Optional.of(view.href()), view)))))
                .map(answer -> answer.response().build());
    }

    @GET
    @Operation(summary = "Credit notes, newest first")
    public Uni<Listing<CreditNoteView>> list(
            @Parameter(description = "Only those of the tax invoice with this id") @QueryParam("taxInvoice")
                    String taxInvoice,
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        PageRequest page = PageRequest.of("credit-notes", cursor, limit);
        UUID last = page.afterUuid();
        Optional<UUID> invoice = Optional.ofNullable(taxInvoice).map(text -> uuid("tax invoice", text));
        return context.tenantContext()
                .flatMap(login -> transactions.run(
                        login,
                        connection -> notes.list(connection, invoice, Optional.ofNullable(last), page.limit() + 1)))
                .map(found -> page.listing(
                        found.stream().map(CreditNoteView::of).toList(),
                        view -> view.id().toString()));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One credit note")
    @APIResponse(
            responseCode = "200",
            description = "The credit note",
            content = @Content(schema = @Schema(implementation = CreditNoteView.class)))
    @APIResponse(responseCode = "404", description = "There is none with this id")
    public Uni<CreditNoteView> one(@PathParam("id") String id) {
        UUID uuid = uuid("credit note", id);
        return context.tenantContext()
                .flatMap(login -> transactions.run(login, connection -> notes.find(connection, uuid)))
                .map(found -> found.map(CreditNoteView::of).orElseThrow(() -> unknown("credit note", id)));
    }

    private static UUID uuid(String what, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw unknown(what, text);
        }
    }

    private static HubException unknown(String what, String id) {
        return new HubException(CoreError.UNKNOWN_RESOURCE, "There is no " + what + " with the id '" + id + "'.");
    }
}
