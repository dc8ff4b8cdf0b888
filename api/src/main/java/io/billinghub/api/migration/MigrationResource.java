package io.billinghub.api.migration;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.onboarding.OneTransaction;
import io.billinghub.api.paging.KnownValue;
import io.billinghub.api.paging.Listing;
import io.billinghub.api.paging.PageRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.core.error.HubException;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.migration.application.Migrations;
import io.billinghub.onboarding.migration.model.TotalKind;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Set;
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

/** Migrations from their begin to their end, but for their files. */
@Path(MigrationResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Migration")
public class MigrationResource {

    static final String PATH = "/hub/v1/migrations";
    private static final String KEY = "[a-z0-9][a-z0-9._-]{0,62}";
    private static final int LONGEST_REASON = 500;

    private final RequestContext context;
    private final OneTransaction one;
    private final Migrations migrations;
    private final ObjectMapper json;

    MigrationResource(RequestContext context, OneTransaction one, Migrations migrations, ObjectMapper json) {
        this.context = context;
        this.one = one;
        this.migrations = migrations;
        this.json = json;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.HUB_ADMIN, RealmRoles.MARKETPLACE_ADMIN})
    @Operation(
            summary = "Begins a migration from another billing system",
            description =
                    "'source' names the old system: its references are known within it, over all its migrations. 'cutOver' is the"
                            + " first day that the hub bills; opening balances are posted on it.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.OBJECT),
                            example =
                                    "{\"key\": \"wave-1\", \"source\": \"old-billing\", \"cutOver\": \"2026-12-01\"}"))
    @APIResponse(
            responseCode = "201",
            description = "It",
            headers = @Header(name = "Location", schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = MigrationView.class)))
    @APIResponse(responseCode = "409", description = "There is one with this key")
    public Uni<Response> begin(
            byte[] body,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        context.requireWholeTenant();
        JsonBody given = JsonBody.read(json, body, "migration");
        given.allowOnly(Set.of("key", "source", "cutOver"), "is not known");
        String name = named(given, "key");
        String source = named(given, "source");
        LocalDate cutOver = day(given);
        return one.once(
                "POST " + PATH,
                body,
                key,
                (connection, login) -> migrations
                        .begin(connection, login, name, source, cutOver)
                        .map(made -> one.created(PATH + "/" + made.uuid(), MigrationView.of(made))));
    }

    @GET
    @RolesAllowed({RealmRoles.HUB_ADMIN, RealmRoles.MARKETPLACE_ADMIN, RealmRoles.FINANCE, RealmRoles.AUDITOR})
    @Operation(summary = "Migrations, the oldest first, without their files")
    public Uni<Listing<MigrationView>> list(
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        PageRequest page = PageRequest.of("migrations", cursor, limit);
        return one.read(connection ->
                        migrations.list(connection, page.afterNumber().orElse(0), page.limit() + 1))
                .map(found -> page.listing(found, each -> Long.toString(each.id())))
                .map(found -> new Listing<>(
                        found.items().stream().map(MigrationView::of).toList(), found.next()));
    }

    @GET
    @Path("{id}")
    @RolesAllowed({RealmRoles.HUB_ADMIN, RealmRoles.MARKETPLACE_ADMIN, RealmRoles.FINANCE, RealmRoles.AUDITOR})
    @Operation(summary = "A migration with its files, and what it holds against what the old system says")
    public Uni<MigrationView> one(@PathParam("id") String id) {
        UUID uuid = id(id);
        return one.read(connection -> migrations.one(connection, uuid)).map(MigrationView::of);
    }

    @PUT
    @Path("{id}/totals")
    @Consumes("text/csv")
    @RolesAllowed({RealmRoles.HUB_ADMIN, RealmRoles.MARKETPLACE_ADMIN, RealmRoles.FINANCE})
    @Operation(
            summary = "Says the old system's totals, in the place of those before",
            description =
                    "CSV with the columns kind, currency, count and sum. Customers have no currency. OWED, CREDIT and OPEN_BILLS have the"
                            + " sum of their (open) amounts; PRODUCTS may have the sum of quantities.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.STRING),
                            example = "kind,currency,count,sum\nACCOUNTS,EUR,2,\nOPEN_BILLS,EUR,3,142.75\n"))
    @APIResponse(
            responseCode = "200",
            description = "How they compare",
            content = @Content(schema = @Schema(implementation = ReconciliationView.class)))
    @APIResponse(responseCode = "422", description = "They can't be read")
    public Uni<Response> total(
            @PathParam("id") String id,
            byte[] csv,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        context.requireWholeTenant();
        UUID uuid = id(id);
        return one.once(
                "PUT " + PATH + "/" + uuid + "/totals",
                csv,
                key,
                (connection, login) -> migrations
                        .total(connection, login, uuid, csv)
                        .map(reconciled -> one.ok(ReconciliationView.of(reconciled))));
    }

    @POST
    @Path("{id}/acceptances")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.HUB_ADMIN, RealmRoles.MARKETPLACE_ADMIN, RealmRoles.FINANCE})
    @Operation(
            summary = "Accepts a difference, with a reason",
            description =
                    "By somebody who has neither begun the migration, nor sent a file of it, nor given its totals. It holds for the"
                            + " figures as they are: after a change of them it has to be accepted again.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.OBJECT),
                            example =
                                    "{\"kind\": \"OPEN_BILLS\", \"currency\": \"EUR\", \"reason\": \"R-2025-9 was written"
                                            + " off before the cut-over\"}"))
    @APIResponse(
            responseCode = "200",
            description = "How they compare",
            content = @Content(schema = @Schema(implementation = ReconciliationView.class)))
    @APIResponse(responseCode = "403", description = "The login has taken part in the migration")
    @APIResponse(responseCode = "409", description = "There is no such difference")
    public Uni<Response> accept(
            @PathParam("id") String id,
            byte[] body,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        context.requireWholeTenant();
        UUID uuid = id(id);
        JsonBody given = JsonBody.read(json, body, "acceptance");
        given.allowOnly(Set.of("kind", "currency", "reason"), "is not known");
        TotalKind kind = TotalKind.valueOf(KnownValue.of(
                "kind",
                given.text("kind").orElseThrow(() -> new HubException(ApiError.INVALID_BODY, "/kind: is missing")),
                TotalKind.class));
        String currency = given.text("currency").orElse("");
        String reason = given.text("reason")
                .map(String::strip)
                .filter(text -> !text.isEmpty() && text.length() <= LONGEST_REASON)
                .orElseThrow(() -> new HubException(
                        OnboardingError.REASON_NEEDED, "/reason: has 1 to " + LONGEST_REASON + " characters."));
        return one.once(
                "POST " + PATH + "/" + uuid + "/acceptances",
                body,
                key,
                (connection, login) -> migrations
                        .accept(connection, login, uuid, kind, currency, reason)
                        .map(reconciled -> one.ok(ReconciliationView.of(reconciled))));
    }

    @POST
    @Path("{id}/complete")
    @RolesAllowed({RealmRoles.HUB_ADMIN, RealmRoles.MARKETPLACE_ADMIN, RealmRoles.FINANCE})
    @Operation(
            summary = "Completes a migration that is reconciled",
            description =
                    "By somebody who has sent no file of it. It takes no files any more. Whatever differs has to be mended or"
                            + " accepted before.")
    @APIResponse(
            responseCode = "200",
            description = "It",
            content = @Content(schema = @Schema(implementation = MigrationView.class)))
    @APIResponse(responseCode = "409", description = "Something differs, or it is completed already")
    public Uni<Response> complete(
            @PathParam("id") String id,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        context.requireWholeTenant();
        UUID uuid = id(id);
        return one.once(
                "POST " + PATH + "/" + uuid + "/complete",
                new byte[0],
                key,
                (connection, login) ->
                        migrations.complete(connection, login, uuid).map(whole -> one.ok(MigrationView.of(whole))));
    }

    private static String named(JsonBody given, String member) {
        return given.text(member)
                .filter(text -> text.matches(KEY))
                .orElseThrow(() -> new HubException(
                        ApiError.INVALID_BODY,
                        "/" + member + ": is of small letters, digits, dots, dashes and underlines, at most 63"));
    }

    private static LocalDate day(JsonBody given) {
        try {
            return given.text("cutOver")
                    .map(LocalDate::parse)
                    .filter(day -> day.getYear() >= 2000 && day.getYear() < 2200)
                    .orElseThrow(() -> new HubException(
                            ApiError.INVALID_BODY, "/cutOver: is a day from 2000 to 2199 such as 2026-12-01"));
        } catch (DateTimeParseException e) {
            throw new HubException(ApiError.INVALID_BODY, "/cutOver: is no day such as 2026-12-01", e);
        }
    }

    static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new HubException(
                    OnboardingError.UNKNOWN_MIGRATION,
                    "There is no migration, or file, with the id '" + text + "'.",
                    e);
        }
    }
}
