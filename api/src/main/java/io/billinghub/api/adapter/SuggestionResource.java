package io.billinghub.api.adapter;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.adapters.model.DocumentKind;
import io.billinghub.adapters.suggest.FieldGuess;
import io.billinghub.adapters.suggest.FormatGuess;
import io.billinghub.adapters.suggest.Suggestion;
import io.billinghub.adapters.suggest.Suggestions;
import io.billinghub.adapters.suggest.Trial;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.paging.KnownValue;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.error.HubException;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
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

/** What a sample tells of the adapter that its documents need; nothing is stored. */
@Path("/hub/v1/adapters/suggest")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Adapters")
@RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.HUB_ADMIN, RealmRoles.IT_OPERATIVE, RealmRoles.PARTNER})
public class SuggestionResource {

    private final RequestContext context;
    private final Suggestions suggestions;

    SuggestionResource(RequestContext context, Suggestions suggestions) {
        this.context = context;
        this.suggestions = suggestions;
    }

    /** A suggestion, for a person to confirm. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SuggestionView(
            @Schema(
                    type = SchemaType.OBJECT,
                    description = "To be stored with PUT /hub/v1/adapters/{key}, once key, partner and agreement"
                            + " are in it; null where nothing fits")
            Object descriptor,

            FormatGuess format,

            @Schema(description = "Name of the preset that reads the sample")
            String preset,

            List<FieldGuess> fields,

            @Schema(description = "Columns or paths that no field takes")
            List<String> unused,

            @Schema(description = "What a person has to look at or decide")
            List<String> questions,

            @Schema(description = "What the descriptor makes of the sample")
            Trial trial) {

        static SuggestionView of(Suggestion suggestion) {
            return new SuggestionView(
                    suggestion.descriptor(),
                    suggestion.format(),
                    suggestion.preset(),
                    suggestion.fields(),
                    suggestion.unused(),
                    suggestion.questions(),
                    suggestion.trial());
        }
    }

    @POST
    @Blocking
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Proposes the adapter that reads a sample, with what speaks for each field; nothing is stored")
    @APIResponse(
            responseCode = "200",
            description = "The descriptor, how sure each field is, what to decide, and what it makes of the sample",
            content = @Content(schema = @Schema(implementation = SuggestionView.class)))
    @APIResponse(responseCode = "413", description = "The sample has more than 8 MiB")
    @RequestBody(
            required = true,
            description = "The sample as it is, in any format; packed or not",
            content =
                    @Content(
                            mediaType = MediaType.WILDCARD,
                            schema = @Schema(type = SchemaType.STRING, format = "binary"),
                            example = "Invoice No,Customer,Item,Qty,Price,Total,Currency\n"
                                    + "A-1,c-1,web,2,10.00,20.00,EUR\nA-1,c-2,mail,3,7.50,22.50,EUR\n"
                                    + "A-1,c-3,dns,5,1.20,6.00,EUR\n"))
    public SuggestionView suggest(
            @Parameter(description = "Key that the adapter is to have", example = "cirrus-focus") @QueryParam("key")
                    String key,
            @Parameter(description = "Key of the partner", example = "cirrus") @QueryParam("partner") String partner,
            @Parameter(description = "Key of the agreement", example = "cirrus-resale") @QueryParam("agreement")
                    String agreement,
            @Parameter(
                            description = "BILL or USAGE, what the documents hold; left out, the hub finds out",
                            example = "BILL",
                            schema = @Schema(implementation = DocumentKind.class))
                    @QueryParam("kind")
                    String kind,
            @Parameter(description = "Name of the sample's file", example = "2026-10.csv") @QueryParam("fileName")
                    String fileName,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String idempotencyKey,
            InputStream sample) {
        return suggested(
                new Suggestions.Request(key, partner, agreement, kind(kind), fileName), idempotencyKey, sample);
    }

    @POST
    @Blocking
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(summary = "Proposes the adapter that reads a sample in the part 'file' of a form")
    @APIResponse(
            responseCode = "200",
            description = "The descriptor, how sure each field is, what to decide, and what it makes of the sample",
            content = @Content(schema = @Schema(implementation = SuggestionView.class)))
    public SuggestionView suggestForm(
            @Parameter(description = "Key that the adapter is to have", example = "cirrus-focus") @QueryParam("key")
                    String key,
            @Parameter(description = "Key of the partner", example = "cirrus") @QueryParam("partner") String partner,
            @Parameter(description = "Key of the agreement", example = "cirrus-resale") @QueryParam("agreement")
                    String agreement,
            @Parameter(
                            description = "BILL or USAGE, what the documents hold; left out, the hub finds out",
                            example = "BILL",
                            schema = @Schema(implementation = DocumentKind.class))
                    @QueryParam("kind")
                    String kind,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String idempotencyKey,
            @RestForm("file") FileUpload file) {
        if (file == null) {
            throw new HubException(ApiError.INVALID_BODY, "The form has no part 'file'.");
        }
        try (InputStream sample = Files.newInputStream(file.uploadedFile())) {
            return suggested(
                    new Suggestions.Request(key, partner, agreement, kind(kind), file.fileName()),
                    idempotencyKey,
                    sample);
        } catch (IOException e) {
            throw new UncheckedIOException("the part 'file' could not be read", e);
        }
    }

    private static DocumentKind kind(String said) {
        return said == null ? null : DocumentKind.valueOf(KnownValue.of("kind", said, DocumentKind.class));
    }

    private SuggestionView suggested(Suggestions.Request request, String idempotencyKey, InputStream sample) {
        context.requiredTenantKey();
        if (request.partner() != null) {
            context.requireOwnPartner(request.partner());
        }
        KeyedRequest.of(idempotencyKey, "POST /hub/v1/adapters/suggest", new byte[0]); // each answer is the same
        return SuggestionView.of(suggestions.of(request, sample));
    }
}
