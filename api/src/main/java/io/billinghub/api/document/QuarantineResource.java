package io.billinghub.api.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.adapters.intake.RawRecords;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.quarantine.QuarantineQueries;
import io.billinghub.adapters.quarantine.QuarantineQueries.CauseView;
import io.billinghub.adapters.quarantine.QuarantineQueries.CommentView;
import io.billinghub.adapters.quarantine.QuarantineQueries.QuarantineView;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.paging.KnownValue;
import io.billinghub.api.paging.Listing;
import io.billinghub.api.paging.PageRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is in quarantine, and why; a partner's login sees its own alone. */
@Path("/hub/v1/quarantine")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Quarantine")
@RolesAllowed({
    RealmRoles.PARTNER,
    RealmRoles.MARKETPLACE_ADMIN,
    RealmRoles.HUB_ADMIN,
    RealmRoles.BILLING_OPERATIVE,
    RealmRoles.BILLING_MANAGER,
    RealmRoles.IT_OPERATIVE,
    RealmRoles.FINANCE,
    RealmRoles.AUDITOR
})
public class QuarantineResource {

    private final RequestContext context;
    private final TenantTransaction transactions;
    private final QuarantineQueries queries;
    private final RawRecords records;

    QuarantineResource(
            RequestContext context, TenantTransaction transactions, QuarantineQueries queries, RawRecords records) {
        this.context = context;
        this.transactions = transactions;
        this.queries = queries;
        this.records = records;
    }

    /**
     * One entry.
     *
     * @param rawRecord the row of the document, at most 4,000 characters; left out where the place is no row
     * @param releasedBy what would release it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record QuarantineDetail(
            QuarantineView entry, String rawRecord, List<String> releasedBy, List<CommentView> thread) {}

    @GET
    @Operation(summary = "What waits in quarantine or was warned of, newest first")
    public Uni<Listing<QuarantineView>> list(
            @Parameter(description = "Id of a document") @QueryParam("document") String document,
            @Parameter(description = "OPEN, RELEASED, WAIVED or REJECTED", example = "OPEN") @QueryParam("status")
                    String status,
            @Parameter(description = "Key of the partner", example = "cirrus") @QueryParam("partner") String partner,
            @Parameter(description = "Code of the rule", example = "UNKNOWN_ACCOUNT") @QueryParam("rule") String rule,
            @Parameter(description = "The value that is missing or wrong") @QueryParam("cause") String cause,
            @Parameter(description = "Key of the adapter") @QueryParam("adapter") String adapter,
            @Parameter(description = "Login or role that is to look at it; for the host's staff")
                    @QueryParam("assignee")
                    String assignee,
            @Parameter(description = "Made so many days ago or earlier", example = "7") @QueryParam("olderThanDays")
                    String olderThanDays,
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        QuarantineQueries.Filter filter = new QuarantineQueries.Filter(
                document == null ? null : id(document),
                KnownValue.of("status", status, List.of("OPEN", "RELEASED", "WAIVED", "REJECTED", "REPLACED")),
                partner,
                KnownValue.of("rule", rule, RuleCode.class),
                adapter,
                assignee,
                days(olderThanDays),
                cause);
        PageRequest page = PageRequest.of("quarantine", cursor, limit);
        return context.tenantContext()
                .flatMap(login -> transactions.run(
                        login, connection -> queries.list(connection, filter, page.afterNumber(), page.limit())))
                .map(found -> listing(page, found));
    }

    @GET
    @Path("causes")
    @Operation(
            summary =
                    "What is open, by cause: partner, rule, and the value that is missing or wrong; most entries first",
            description = "An amount whose line breaks two rules is at stake under both.")
    public Uni<Listing<CauseView>> causes(
            @Parameter(description = "Key of the partner", example = "cirrus") @QueryParam("partner") String partner,
            @Parameter(description = "Code of the rule", example = "UNKNOWN_ACCOUNT") @QueryParam("rule") String rule,
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        PageRequest page = PageRequest.of("quarantine-causes", cursor, limit);
        KnownValue.of("rule", rule, RuleCode.class);
        long after = page.afterNumber().orElse(0);
        return context.tenantContext()
                .flatMap(login -> transactions.run(
                        login, connection -> queries.causes(connection, partner, rule, after, page.limit())))
                .map(found -> listing(page, found));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One entry with the row of its document, what would release it, and what was said of it")
    public Uni<QuarantineDetail> one(@PathParam("id") String id) {
        UUID uuid = id(id);
        return context.tenantContext()
                .flatMap(login -> transactions
                        .run(login, connection -> queries.one(connection, uuid))
                        .flatMap(found -> records.of(
                                        login,
                                        found.documentId(),
                                        found.documentSize(),
                                        found.entry().place())
                                .map(raw -> new QuarantineDetail(
                                        found.entry(), raw.orElse(null), releasedBy(found.entry()), found.thread()))));
    }

    private static List<String> releasedBy(QuarantineView entry) {
        if (!entry.status().equals("OPEN") || entry.severity().equals("WARN")) {
            return List.of();
        }
        return entry.waivable()
                ? List.of(entry.whatToDo() + " Then replay.", "Waive it with a reason: it is accepted as it is.")
                : List.of(entry.whatToDo() + " Then replay.");
    }

    private static <T> Listing<T> listing(PageRequest page, QuarantineQueries.Page<T> found) {
        OptionalLong next = found.next();
        return new Listing<>(found.items(), next.isPresent() ? page.cursor(Long.toString(next.getAsLong())) : null);
    }

    private static Duration days(String text) {
        if (text == null) {
            return null;
        }
        if (!text.matches("[0-9]{1,4}")) {
            throw new HubException(ApiError.INVALID_PARAMETER, "olderThanDays is a number of days from 0 to 9999.");
        }
        return Duration.ofDays(Integer.parseInt(text));
    }

    static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new HubException(CoreError.UNKNOWN_RESOURCE, "There is nothing with the id '" + text + "'.", e);
        }
    }
}
