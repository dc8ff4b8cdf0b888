package io.billinghub.api.masterdata;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.api.error.ErrorAnswers;
import io.billinghub.api.error.Refusal;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.onboarding.masterdata.application.Importer;
import io.billinghub.onboarding.masterdata.application.MasterDataImport;
import io.billinghub.onboarding.masterdata.model.Finding;
import io.billinghub.onboarding.masterdata.model.ImportOutcome;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The import of master data. It is idempotent by itself, so it takes no Idempotency-Key. */
@Path(ImportResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Onboarding")
public class ImportResource {

    static final String PATH = "/hub/v1/imports";

    private final RequestContext context;
    private final MasterDataImport imports;
    private final ErrorAnswers errors;

    ImportResource(RequestContext context, MasterDataImport imports, ErrorAnswers errors) {
        this.context = context;
        this.imports = imports;
        this.errors = errors;
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
                            example = "{\"parties\": [{\"key\": \"cirrus\", \"name\": \"Cirrus Cloud Inc.\", "
                                    + "\"country\": \"US\"}]}"))
    @APIResponse(
            responseCode = "200",
            description = "All is stored",
            content = @Content(schema = @Schema(implementation = Counts.class)))
    @APIResponse(responseCode = "422", description = "Nothing is stored; 'findings' says what is wrong and where")
    public Uni<Response> take(byte[] document) {
        context.requireWholeTenant();
        Importer importer =
                new Importer(context.requiredTenantKey(), context.actor(), context.hasRole(RealmRoles.HUB_ADMIN));
        return imports.run(importer, document).map(outcome -> {
            if (outcome instanceof ImportOutcome.Imported imported) {
                return Response.ok(new Counts(imported.unchanged(), imported.sections()))
                        .build();
            }
            return refused(((ImportOutcome.Refused) outcome).findings());
        });
    }

    private Response refused(List<Finding> findings) {
        Finding first = findings.get(0);
        String place = first.pointer().isEmpty() ? "" : " at '" + first.pointer() + "'";
        String more = findings.size() > 1 ? " (and " + (findings.size() - 1) + " more)" : "";
        Refusal refusal = Refusal.of(first.code(), "Nothing was stored" + place + ": " + first.message() + more + ".")
                .with("findings", findings.stream().map(Wrong::of).toList());
        return errors.response(refusal, PATH);
    }
}
