package io.billinghub.api.priceplan;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.error.ErrorAnswers;
import io.billinghub.api.error.Problem;
import io.billinghub.api.error.Refusal;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.json.SaidDay;
import io.billinghub.api.paging.Listing;
import io.billinghub.api.paging.PageRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.onboarding.masterdata.application.Importer;
import io.billinghub.onboarding.priceplan.application.PricePlanImport;
import io.billinghub.onboarding.priceplan.application.PricePlans;
import io.billinghub.onboarding.priceplan.infrastructure.PlanDocument;
import io.billinghub.onboarding.priceplan.infrastructure.PricePlanTable;
import io.billinghub.onboarding.priceplan.infrastructure.PricePlanTable.Version;
import io.billinghub.onboarding.priceplan.model.OfferedPlan;
import io.billinghub.onboarding.priceplan.model.PlanFinding;
import io.billinghub.onboarding.priceplan.model.PlanOutcome;
import io.billinghub.onboarding.priceplan.model.StoredPricePlan;
import io.billinghub.onboarding.ratecard.RateCard;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Price plans by themselves. A version that is stored is never changed but for its end: a new price is a new version. A partner's
 * login sees the prices of what is sold under its agreements.
 */
@Path(PricePlanResource.PATH)
@Tag(name = "Prices")
@RolesAllowed({
    RealmRoles.HUB_ADMIN,
    RealmRoles.MARKETPLACE_ADMIN,
    RealmRoles.BILLING_MANAGER,
    RealmRoles.BILLING_OPERATIVE,
    RealmRoles.FINANCE,
    RealmRoles.AUDITOR,
    RealmRoles.PARTNER
})
public class PricePlanResource {

    static final String PATH = "/hub/v1/price-plans";
    private static final String CSV = "text/csv";
    private static final String CSV_UTF_8 = CSV + ";charset=UTF-8";
    private static final String LIST = "price-plans";

    private final RequestContext context;
    private final PricePlans plans;
    private final PricePlanImport imports;
    private final ErrorAnswers errors;
    private final Idempotency idempotency;
    private final ObjectMapper json;

    PricePlanResource(
            RequestContext context,
            PricePlans plans,
            PricePlanImport imports,
            ErrorAnswers errors,
            Idempotency idempotency,
            ObjectMapper json) {
        this.context = context;
        this.plans = plans;
        this.imports = imports;
        this.errors = errors;
        this.idempotency = idempotency;
        this.json = json;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Price plans, by key and version")
    public Uni<Listing<PricePlanView>> list(
            @Parameter(description = "Key of the plans", example = "sensate-message") @QueryParam("key") String key,
            @Parameter(description = "Key of their offering", example = "sensate-message") @QueryParam("offering")
                    String offering,
            @Parameter(description = "A day on which they are in force", example = "2026-10-01") @QueryParam("on")
                    String on,
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        PageRequest page = PageRequest.of(LIST, cursor, limit);
        PricePlanTable.Query query = new PricePlanTable.Query(
                key,
                offering,
                day(on),
                page.afterVersion()
                        .map(after -> new Version(after.key(), after.version()))
                        .orElse(null),
                page.limit() + 1);
        return context.tenantContext()
                .flatMap(tenant -> plans.list(tenant, query))
                .map(found -> page.listing(found, plan -> plan.key() + "/" + plan.version()))
                .map(found -> new Listing<>(
                        found.items().stream().map(PricePlanView::of).toList(), found.next()));
    }

    @GET
    @Path("rate-card")
    @Produces(CSV)
    @Operation(
            summary = "Price plans as one rate card",
            description =
                    "CSV with a row for each price, tier or cell, up to 10,000. A plan that does not fit into rows is"
                            + " refused by its name, never left out.")
    @APIResponse(
            responseCode = "200",
            description = "The columns that its plans need",
            content = @Content(mediaType = CSV, schema = @Schema(implementation = String.class)))
    @APIResponse(responseCode = "422", description = "A plan is JSON only, or there are too many rows")
    public Uni<Response> rateCard(
            @Parameter(description = "Key of the plans", example = "sensate-message") @QueryParam("key") String key,
            @Parameter(description = "Key of their offering", example = "sensate-message") @QueryParam("offering")
                    String offering,
            @Parameter(description = "A day on which they are in force", example = "2026-10-01") @QueryParam("on")
                    String on) {
        PricePlanTable.Query query = new PricePlanTable.Query(key, offering, day(on), null, RateCard.MOST_ROWS + 1);
        return context.tenantContext()
                .flatMap(tenant -> plans.list(tenant, query))
                .emitOn(Infrastructure.getDefaultWorkerPool()) // ten thousand prices are read and written
                .map(found -> csv(found, "rate-card"));
    }

    @GET
    @Path("{id}")
    @Produces({MediaType.APPLICATION_JSON, CSV})
    @Operation(summary = "One version of a price plan; as a rate card where text/csv is accepted")
    @APIResponse(
            responseCode = "200",
            description = "It",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = PricePlanView.class)),
                @Content(mediaType = CSV, schema = @Schema(implementation = String.class))
            })
    public Uni<Response> one(@PathParam("id") String id, @Context HttpHeaders headers) {
        boolean asRows = prefersRows(headers.getAcceptableMediaTypes());
        UUID uuid = id(id);
        return context.tenantContext()
                .flatMap(tenant -> plans.one(tenant, uuid))
                .map(found -> found.orElseThrow(() -> unknown(id)))
                .map(found -> asRows
                        ? csv(List.of(found), found.key() + "-" + found.version())
                        : Response.ok(PricePlanView.of(found), MediaType.APPLICATION_JSON_TYPE)
                                .build());
    }

    @POST
    @Consumes({MediaType.APPLICATION_JSON, CSV})
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.HUB_ADMIN, RealmRoles.MARKETPLACE_ADMIN})
    @Operation(
            summary = "Takes price plans in: all of them, or nothing",
            description = "One price plan or an array of up to 1,000, each as it is or with its offering as"
                    + " {\"offering\": …, \"plan\": …}; or a rate card in CSV. The same plans again change nothing. A"
                    + " version that is stored is not changed but for its end. The rules are those of master data. With"
                    + " backDated=true a version may begin on days that are billed, also in the place of the one"
                    + " before it: the next bill runs settle the difference.")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = Object.class),
                        examples = @ExampleObject(name = "tiers", value = """
                            {"key": "mobile-data-2037", "version": 1, "name": "Mobile data", "currency": "EUR", "unit": "GB",
                             "model": {"type": "graduated", "tiers": [{"upTo": "100", "unitPrice": "0.50"},
                                                                     {"unitPrice": "0.40"}]},
                             "validFrom": "2037-01-01"}
                            """)),
                @Content(
                        mediaType = CSV,
                        schema = @Schema(implementation = String.class),
                        example = "plan,version,name,currency,unit,validFrom,model,upTo,unitPrice\n"
                                + "mobile-data-2037,1,Mobile data,EUR,GB,2037-01-01,graduated,100,0.50\n"
                                + "mobile-data-2037,1,,,,,,,0.40\n")
            })
    @APIResponse(
            responseCode = "200",
            description = "All are stored",
            content = @Content(schema = @Schema(implementation = PlansTaken.class)))
    @APIResponse(
            responseCode = "422",
            description = "Nothing is stored; 'findings' says what is wrong and where: pointer, or row and column")
    public Uni<Response> take(
            byte[] document,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Parameter(hidden = true) MediaType type,
            @Parameter(description = "true: a version may begin on days that are billed", example = "false")
                    @QueryParam("backDated")
                    @DefaultValue("false")
                    String backDated,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        boolean pricesOfBilledDays = yes(backDated);
        Optional<KeyedRequest> keyed =
                KeyedRequest.of(key, "POST " + PATH + (pricesOfBilledDays ? "?backDated=true" : ""), document);
        context.requireWholeTenant();
        Importer importer = new Importer(context.requiredTenantKey(), context.actor(), false, pricesOfBilledDays);
        if (type == null || type.isWildcardType() || type.isWildcardSubtype()) {
            throw new HubException(
                    ApiError.UNSUPPORTED_MEDIA_TYPE,
                    "Price plans come as application/json or " + CSV + ": say which in Content-Type.");
        }
        boolean rows = type.isCompatible(MediaType.valueOf(CSV));
        return context.tenantContext()
                .flatMap(tenant -> imports.run(
                        tenant,
                        importer,
                        () -> rows ? RateCard.read(document) : PlanDocument.read(document),
                        this::answer,
                        (transaction, login, effect) -> idempotency.once(transaction, login, keyed, effect)))
                .map(answer -> answer.response()
                        .type(answer.status() < 400 ? MediaType.APPLICATION_JSON : Problem.MEDIA_TYPE)
                        .build());
    }

    private Answer answer(PlanOutcome outcome) {
        return outcome instanceof PlanOutcome.Refused refused
                ? refused(refused.findings())
                : Answer.of(json, 200, Optional.empty(), PlansTaken.of((PlanOutcome.Stored) outcome));
    }

    private Answer refused(List<PlanFinding> findings) {
        PlanFinding first = findings.get(0);
        String place =
                first.place().words().isEmpty() ? "" : " at " + first.place().words();
        String more = findings.size() > 1 ? " (and " + (findings.size() - 1) + " more)" : "";
        Refusal refusal = Refusal.of(first.code(), "Nothing was stored" + place + ": " + first.message() + more + ".")
                .with("findings", findings.stream().map(PlansTaken.Wrong::of).toList());
        ErrorAnswers.Answer answer = errors.answer(refusal, PATH);
        return new Answer(answer.status(), Optional.empty(), answer.body());
    }

    private static Response csv(List<StoredPricePlan> found, String name) {
        String rows = RateCard.write(found.stream()
                .map(plan -> new OfferedPlan(
                        plan.offering(), PricePlanJson.read(plan.definition()).orElseThrow()))
                .toList());
        return Response.ok(rows, CSV_UTF_8)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + ".csv\"")
                .build();
    }

    /** In the order of the client's preference; JSON where it does not mind. */
    private static boolean prefersRows(List<MediaType> accepted) {
        return accepted.stream()
                .filter(type ->
                        type.isCompatible(MediaType.valueOf(CSV)) || type.isCompatible(MediaType.APPLICATION_JSON_TYPE))
                .findFirst()
                .filter(type -> !type.isCompatible(MediaType.APPLICATION_JSON_TYPE))
                .isPresent();
    }

    private static boolean yes(String backDated) {
        if (!"true".equals(backDated) && !"false".equals(backDated)) {
            throw new HubException(
                    ApiError.INVALID_PARAMETER, "backDated: '" + backDated + "' is neither true nor false.");
        }
        return "true".equals(backDated);
    }

    private static LocalDate day(String on) {
        return on == null ? null : SaidDay.ofParameter("on", on);
    }

    static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw unknown(text);
        }
    }

    private static HubException unknown(String id) {
        return new HubException(CoreError.UNKNOWN_RESOURCE, "There is no price plan with the id '" + id + "'.");
    }
}
