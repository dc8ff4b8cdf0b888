package io.billinghub.api.migration;

import io.billinghub.api.document.DocumentUpload;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.onboarding.OneTransaction;
import io.billinghub.api.paging.KnownValue;
import io.billinghub.api.paging.Listing;
import io.billinghub.api.paging.PageRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.error.HubException;
import io.billinghub.onboarding.masterdata.application.Importer;
import io.billinghub.onboarding.migration.application.MigrationIntake;
import io.billinghub.onboarding.migration.application.MigrationIntake.Sent;
import io.billinghub.onboarding.migration.application.Migrations;
import io.billinghub.onboarding.migration.model.Fate;
import io.billinghub.onboarding.migration.model.MigrationKind;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Files of migrations, and what became of their rows. */
@Path(MigrationResource.PATH + "/{id}/files")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Migration")
public class MigrationFileResource {

    private static final String CSV = "text/csv";

    private final RequestContext context;
    private final OneTransaction one;
    private final MigrationIntake intake;
    private final Migrations migrations;

    MigrationFileResource(RequestContext context, OneTransaction one, MigrationIntake intake, Migrations migrations) {
        this.context = context;
        this.one = one;
        this.intake = intake;
        this.migrations = migrations;
    }

    @POST
    @Blocking
    @Consumes(CSV)
    @RolesAllowed({RealmRoles.HUB_ADMIN, RealmRoles.MARKETPLACE_ADMIN})
    @Operation(
            summary = "Takes a file of a migration in, with a report per row",
            description =
                    "CSV in UTF-8 with a row of headers; the guide to migrations has the columns of each kind. CUSTOMERS come before ACCOUNTS,"
                            + " these before the others. mode=check does the same and stores nothing. The same row again is a DUPLICATE.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.STRING),
                            example = "bill,account,issuedOn,dueOn,amount,openAmount,currency\n"
                                    + "R-2026-118,OLD-1001,2026-10-01,2026-10-15,119.00,50.00,EUR\n"))
    @APIResponse(
            responseCode = "200",
            description = "What became of the rows; 'stored' says whether anything is stored",
            content = @Content(schema = @Schema(implementation = FileReportView.class)))
    @APIResponse(responseCode = "409", description = "The migration is completed")
    @APIResponse(responseCode = "422", description = "The file can't be read; none of it was taken")
    public Uni<Response> take(
            @PathParam("id") String id,
            @Parameter(
                            description = "What the file holds",
                            example = "OPEN_BILLS",
                            required = true,
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"CUSTOMERS", "ACCOUNTS", "PRODUCTS", "BALANCES", "OPEN_BILLS"
                                            }))
                    @QueryParam("kind")
                    String kind,
            @Parameter(
                            description = "check stores nothing; commit stores",
                            example = "check",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"check", "commit"},
                                            defaultValue = "check"))
                    @QueryParam("mode")
                    @DefaultValue("check")
                    String mode,
            @Parameter(
                            description =
                                    "Whether nothing is stored where a row is refused; else the good rows are stored",
                            example = "false",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    @QueryParam("allOrNothing")
                    @DefaultValue("false")
                    String allOrNothing,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key,
            InputStream body) {
        context.requireWholeTenant();
        UUID uuid = MigrationResource.id(id);
        if (KnownValue.of("kind", kind, MigrationKind.class) == null) {
            throw new HubException(ApiError.INVALID_PARAMETER, "The parameter 'kind' is missing.");
        }
        boolean check = "check".equals(KnownValue.of("mode", mode, List.of("check", "commit")));
        boolean whole = KnownValue.truth("allOrNothing", allOrNothing);
        Importer importer = one.importer();
        String request = "POST " + MigrationResource.PATH + "/" + uuid + "/files?kind=" + kind + "&mode=" + mode
                + "&allOrNothing=" + whole;
        return Uni.createFrom()
                .item(() -> DocumentUpload.of(body))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .flatMap(upload -> {
                    Sent sent = new Sent(MigrationKind.valueOf(kind), check, whole, upload.file(), upload.sha256());
                    return one.once(
                                    request,
                                    upload.sha256(),
                                    key,
                                    (connection, login) -> intake.take(connection, login, importer, uuid, sent)
                                            .map(report -> one.ok(FileReportView.of(report))))
                            .eventually(upload::delete);
                });
    }

    @GET
    @Path("{file}/rows")
    @RolesAllowed({RealmRoles.HUB_ADMIN, RealmRoles.MARKETPLACE_ADMIN, RealmRoles.FINANCE, RealmRoles.AUDITOR})
    @Operation(summary = "What became of each row of a file, in its order")
    public Uni<Listing<FileReportView.Row>> rows(
            @PathParam("id") String id,
            @PathParam("file") String file,
            @Parameter(description = "TAKEN, DUPLICATE or REFUSED", example = "REFUSED") @QueryParam("fate")
                    String fate,
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        UUID migration = MigrationResource.id(id);
        UUID uuid = MigrationResource.id(file);
        PageRequest page = PageRequest.of("migration-rows", cursor, limit);
        Fate asked = fate(fate);
        int after = (int) Math.min(Integer.MAX_VALUE, page.afterNumber().orElse(0));
        return one.read(connection -> migrations.report(connection, migration, uuid, asked, after, page.limit() + 1))
                .map(report -> page.listing(report.rows(), row -> Integer.toString(row.line())))
                .map(found -> new Listing<>(
                        found.items().stream().map(FileReportView.Row::of).toList(), found.next()));
    }

    @GET
    @Path("{file}/report")
    @Produces(CSV)
    @RolesAllowed({RealmRoles.HUB_ADMIN, RealmRoles.MARKETPLACE_ADMIN, RealmRoles.FINANCE, RealmRoles.AUDITOR})
    @Operation(
            summary = "The same as CSV, all of it",
            description = "Texts that a spreadsheet would take for formulas have an apostrophe before them.")
    @APIResponse(
            responseCode = "200",
            description = "line, reference, fate, column, code, message, whatToDo",
            content = @Content(mediaType = CSV, schema = @Schema(implementation = String.class)))
    public Uni<Response> report(
            @PathParam("id") String id,
            @PathParam("file") String file,
            @Parameter(description = "TAKEN, DUPLICATE or REFUSED", example = "REFUSED") @QueryParam("fate")
                    String fate) {
        UUID migration = MigrationResource.id(id);
        UUID uuid = MigrationResource.id(file);
        Fate asked = fate(fate);
        return one.read(connection -> migrations.reportCsv(connection, migration, uuid, asked))
                .map(csv -> Response.ok(csv, CSV + ";charset=UTF-8")
                        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"migration-" + uuid + ".csv\"")
                        .build());
    }

    private static Fate fate(String given) {
        String known = KnownValue.of("fate", given, Fate.class);
        return known == null ? null : Fate.valueOf(known);
    }
}
