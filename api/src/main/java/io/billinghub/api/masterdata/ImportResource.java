package io.billinghub.api.masterdata;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.error.ErrorAnswers;
import io.billinghub.api.error.Problem;
import io.billinghub.api.error.Refusal;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.onboarding.masterdata.application.Importer;
import io.billinghub.onboarding.masterdata.application.MasterDataImport;
import io.billinghub.onboarding.masterdata.model.Finding;
import io.billinghub.onboarding.masterdata.model.ImportOutcome;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The import of master data. It is idempotent by itself; a key makes the answer the same as well. */
@Path(ImportResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Onboarding")
public class ImportResource {

    static final String PATH = "/hub/v1/imports";

    private final RequestContext context;
    private final MasterDataImport imports;
    private final ErrorAnswers errors;
    private final Idempotency idempotency;
    private final ObjectMapper json;

    ImportResource(
            RequestContext context,
            MasterDataImport imports,
            ErrorAnswers errors,
            Idempotency idempotency,
            ObjectMapper json) {
        this.context = context;
        this.imports = imports;
        this.errors = errors;
        this.idempotency = idempotency;
        this.json = json;
    }

    /** How many rows of each section were new, different, or as they were. */
    public record Counts(boolean unchanged, List<ImportOutcome.SectionCount> sections) {
        public Counts {
            sections = List.copyOf(sections);
        }
    }

    /** @param pointer JSON pointer (RFC 6901) into the document */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Wrong(String pointer, String code, String message, String whatToDo) {

        static Wrong of(Finding finding) {
            return new Wrong(finding.pointer(), finding.code().name(), finding.message(), finding.whatToDo());
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.HUB_ADMIN, RealmRoles.MARKETPLACE_ADMIN})
    @Operation(
            summary = "Takes master data in: all of the document, or nothing",
            description = "The same document again changes nothing. The section 'tenant' needs the role hub-admin.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.OBJECT),
                            example = "{\"parties\": [{\"key\": \"fjordnet\", \"kind\": \"ORGANIZATION\", "
                                    + "\"name\": \"Fjordnet AS\", \"country\": \"NO\"}]}"))
    @APIResponse(
            responseCode = "200",
            description = "All is stored",
            content = @Content(schema = @Schema(implementation = Counts.class)))
    @APIResponse(responseCode = "422", description = "Nothing is stored; 'findings' says what is wrong and where")
    public Uni<Response> take(
            byte[] document,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        Optional<KeyedRequest> keyed = KeyedRequest.of(key, "POST " + PATH, document);
        context.requireWholeTenant();
        Importer importer =
                new Importer(context.requiredTenantKey(), context.actor(), context.hasRole(RealmRoles.HUB_ADMIN));
        return imports.run(
                        importer,
                        document,
                        this::answer,
                        (transaction, tenant, effect) -> idempotency.once(transaction, tenant, keyed, effect))
                .map(answer -> answer.response()
                        .type(answer.status() < 400 ? MediaType.APPLICATION_JSON : Problem.MEDIA_TYPE)
                        .build());
    }

    private Answer answer(ImportOutcome outcome) {
        if (outcome instanceof ImportOutcome.Refused refused) {
            return refused(refused.findings());
        }
        ImportOutcome.Imported imported = (ImportOutcome.Imported) outcome;
        return Answer.of(json, 200, Optional.empty(), new Counts(imported.unchanged(), imported.sections()));
    }

    private Answer refused(List<Finding> findings) {
        Finding first = findings.get(0);
        String place = first.pointer().isEmpty() ? "" : " at '" + first.pointer() + "'";
        String more = findings.size() > 1 ? " (and " + (findings.size() - 1) + " more)" : "";
        Refusal refusal = Refusal.of(first.code(), "Nothing was stored" + place + ": " + first.message() + more + ".")
                .with("findings", findings.stream().map(Wrong::of).toList());
        ErrorAnswers.Answer answer = errors.answer(refusal, PATH);
        return new Answer(answer.status(), Optional.empty(), answer.body());
    }
}
