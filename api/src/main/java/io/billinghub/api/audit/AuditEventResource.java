package io.billinghub.api.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.paging.Listing;
import io.billinghub.api.paging.PageRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.audit.AuditTrail;
import io.billinghub.core.error.HubException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who changed what, when, from what to what. It can be read and added to; nothing changes it. */
@Path("/hub/v1/audit-events")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operation")
public class AuditEventResource {

    private static final String LIST = "audit-events";

    private final RequestContext context;
    private final AuditTrail trail;

    AuditEventResource(RequestContext context, AuditTrail trail) {
        this.context = context;
        this.trail = trail;
    }

    /**
     * A change.
     *
     * @param before the thing before it, as JSON; absent where it was new or nothing was noted
     * @param after the thing after it, as JSON; absent where nothing was noted
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AuditEvent(
            @Schema(examples = "4711") String id,
            Instant occurredAt,
            @Schema(examples = "billing-manager") String actor,
            @Schema(examples = "bill-run.approve") String action,

            @Schema(examples = "bill-run/0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11")
            String subject,

            @Schema(type = SchemaType.OBJECT) @JsonRawValue String before,
            @Schema(type = SchemaType.OBJECT) @JsonRawValue String after) {

        static AuditEvent of(AuditTrail.Entry entry) {
            return new AuditEvent(
                    Long.toString(entry.id()),
                    entry.occurredAt(),
                    entry.actor(),
                    entry.action(),
                    entry.subject(),
                    entry.before(),
                    entry.after());
        }
    }

    @GET
    @RolesAllowed({RealmRoles.AUDITOR, RealmRoles.HUB_ADMIN})
    @Operation(summary = "Who changed what, newest first, with what it was before and after")
    public Uni<Listing<AuditEvent>> list(
            @Parameter(description = "What was changed", example = "adapter/cirrus-focus") @QueryParam("subject")
                    String subject,
            @Parameter(description = "Who changed it", example = "marketplace-admin") @QueryParam("actor") String actor,
            @Parameter(description = "From this moment on", example = "2026-10-01T00:00:00Z") @QueryParam("from")
                    String from,
            @Parameter(description = "Before this moment", example = "2036-11-01T00:00:00Z") @QueryParam("to")
                    String to,
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        context.requireWholeTenant();
        PageRequest page = PageRequest.of(LIST, cursor, limit);
        AuditTrail.Query query =
                new AuditTrail.Query(subject, actor, moment("from", from), moment("to", to), page.afterNumber());
        return context.tenantContext()
                .flatMap(tenant -> trail.entries(tenant, query, page.limit() + 1))
                .map(found -> page.listing(found, entry -> Long.toString(entry.id())))
                .map(found ->
                        new Listing<>(found.items().stream().map(AuditEvent::of).toList(), found.next()));
    }

    private static OffsetDateTime moment(String name, String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text);
        } catch (DateTimeException e) {
            throw new HubException(
                    ApiError.INVALID_PARAMETER,
                    "The parameter '" + name + "' must be a moment with its offset, such as 2026-10-01T00:00:00Z, not '"
                            + text + "'.",
                    e);
        }
    }
}
