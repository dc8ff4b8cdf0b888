package io.billinghub.api.accountterms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.edit.IfMatch;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.json.SaidDay;
import io.billinghub.api.paging.Listing;
import io.billinghub.api.paging.PageRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.core.accountterms.application.TermsKeeping;
import io.billinghub.core.accountterms.infrastructure.AccountTermsJson;
import io.billinghub.core.accountterms.infrastructure.AccountTermsReading;
import io.billinghub.core.accountterms.infrastructure.TermsTable;
import io.billinghub.core.accountterms.model.TermsDocument;
import io.billinghub.core.accountterms.model.TermsHistory;
import io.billinghub.core.accountterms.model.TermsTrial;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.rating.infrastructure.AccountStateJson;
import io.billinghub.core.rating.modifier.pricing.AccountState;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Terms that stand around all price plans of the accounts that they are for. */
@Path(AccountTermsResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Terms of accounts")
@RolesAllowed({
    RealmRoles.HUB_ADMIN,
    RealmRoles.MARKETPLACE_ADMIN,
    RealmRoles.BILLING_MANAGER,
    RealmRoles.BILLING_OPERATIVE,
    RealmRoles.FINANCE,
    RealmRoles.AUDITOR
})
public class AccountTermsResource {

    static final String PATH = "/hub/v1/account-terms";
    private static final int MOST_BYTES = 1_048_576;
    private static final String DOCUMENT = """
            {"key": "business", "name": "Business customers", "currency": "EUR", "validFrom": "2037-01-01",
             "audience": {"segments": ["business"]},
             "discounts": [{"key": "welcome", "name": "Welcome", "reduction": {"type": "percentOff", "percent": "10"},
                            "coupon": {"code": "WELCOME-2037", "timesPerAccount": 3}}],
             "loyalty": {"key": "points", "name": "Points", "points": "1", "perAmount": "10", "pointValue": "0.10"}}
            """;

    private final RequestContext context;
    private final TenantTransaction transactions;
    private final TermsKeeping terms;
    private final Idempotency idempotency;
    private final ObjectMapper json;

    AccountTermsResource(
            RequestContext context,
            TenantTransaction transactions,
            TermsKeeping terms,
            Idempotency idempotency,
            ObjectMapper json) {
        this.context = context;
        this.transactions = transactions;
        this.terms = terms;
        this.idempotency = idempotency;
        this.json = json;
    }

    @GET
    @Operation(summary = "Versions of terms, by key and version")
    public Uni<Listing<AccountTermsView.Version>> list(
            @Parameter(description = "Key of the terms", example = "business") @QueryParam("key") String key,
            @Parameter(description = "A day on which they are in force", example = "2037-01-01") @QueryParam("on")
                    String on,
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        context.requireWholeTenant();
        PageRequest page = PageRequest.of("account-terms", cursor, limit);
        Optional<PageRequest.Version> after = page.afterVersion();
        TermsTable.Query query = new TermsTable.Query(
                key,
                on == null ? null : SaidDay.ofParameter("on", on),
                after.map(PageRequest.Version::key).orElse(null),
                after.map(PageRequest.Version::version).orElse(null),
                page.limit() + 1);
        return context.tenantContext()
                .flatMap(login -> transactions.run(login, connection -> terms.list(connection, query)))
                .map(found -> page.listing(found, each -> each.terms().key() + "/" + each.version()))
                .map(found -> new Listing<>(
                        found.items().stream().map(AccountTermsView.Version::of).toList(), found.next()));
    }

    @GET
    @Path("{key}")
    @Operation(summary = "All versions of the terms of one key; their ETag is what a change needs")
    @APIResponse(
            responseCode = "200",
            description = "They",
            headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING, examples = "\"3\"")),
            content = @Content(schema = @Schema(implementation = AccountTermsView.class)))
    @APIResponse(responseCode = "404", description = "There are none with this key")
    public Uni<Response> one(@PathParam("key") String key) {
        context.requireWholeTenant();
        return context.tenantContext()
                .flatMap(login -> transactions.run(login, connection -> terms.one(connection, key)))
                .map(found -> tagged(200, key, found));
    }

    @PUT
    @Path("{key}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.HUB_ADMIN, RealmRoles.MARKETPLACE_ADMIN})
    @Operation(
            summary = "Stores terms: the first version of their key, or the next one",
            description =
                    "The version before ends where this one begins. One that has not begun is replaced; one that has is not"
                            + " changed. One that begins in the past is for all periods from then on that are not billed yet. What the terms name (accounts, products, partners, sponsors) is there and fits their currency.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = Object.class),
                            examples = @ExampleObject(name = "business", value = DOCUMENT)))
    @APIResponse(
            responseCode = "201",
            description = "They are new",
            headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING, examples = "\"1\"")),
            content = @Content(schema = @Schema(implementation = AccountTermsView.class)))
    @APIResponse(
            responseCode = "200",
            description = "All versions, with the new one",
            headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING, examples = "\"4\"")),
            content = @Content(schema = @Schema(implementation = AccountTermsView.class)))
    @APIResponse(responseCode = "409", description = "A version has begun that would have to be changed")
    @APIResponse(responseCode = "412", description = "Somebody has changed them since: If-Match names another version")
    @APIResponse(
            responseCode = "422",
            description = "The place that is refused, as a JSON path, and what is allowed there")
    @APIResponse(responseCode = "428", description = "There are such terms, and the request has no If-Match")
    public Uni<Response> put(
            @PathParam("key") String key,
            @Parameter(description = "The ETag of what is changed; none where the key is new", example = "\"3\"")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    String ifMatch,
            byte[] body) {
        context.requireWholeTenant();
        IfMatch condition = IfMatch.of(ifMatch);
        TermsDocument document = document(body);
        if (!document.key().equals(key)) {
            throw new HubException(
                    CoreError.TERMS_REFUSED,
                    "$.key: must be '" + key + "', as in the path, but is '" + document.key() + "'");
        }
        return context.tenantContext()
                .flatMap(login ->
                        transactions.run(login, connection -> terms.put(connection, login, document, condition::allow)))
                .map(found -> tagged(found.edit().orElse(0) == 1 ? 201 : 200, key, found));
    }

    @POST
    @Path("{key}/end")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.HUB_ADMIN, RealmRoles.MARKETPLACE_ADMIN})
    @Operation(
            summary = "Ends terms",
            description =
                    "A billing period that has begun by then keeps them until its own end. A day in the past is taken too: periods that"
                            + " begin on it or later and are not billed yet lose the terms. A last version that has not begun is"
                            + " taken back. What is missing of a commitment is not charged after the end: let the terms run until it is settled.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = Object.class),
                            example = "{\"validTo\": \"2038-01-01\"}"))
    @APIResponse(
            responseCode = "200",
            description = "What is left of them; without versions where the only one has not begun",
            content = @Content(schema = @Schema(implementation = AccountTermsView.class)))
    @APIResponse(responseCode = "404", description = "There are none with this key")
    @APIResponse(
            responseCode = "409",
            description = "They would end before the last version that has begun, or end already")
    @APIResponse(responseCode = "412", description = "Somebody has changed them since: If-Match names another version")
    @APIResponse(responseCode = "428", description = "The request has no If-Match")
    public Uni<Response> end(
            @PathParam("key") String key,
            @Parameter(description = "The ETag of what is ended", example = "\"3\"") @HeaderParam(HttpHeaders.IF_MATCH)
                    String ifMatch,
            byte[] body,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER)
                    String idempotencyKey) {
        context.requireWholeTenant();
        JsonBody wanted = JsonBody.read(json, body, "end of terms");
        wanted.allowOnly(Set.of("validTo"), "is not known; there is validTo");
        LocalDate validTo = SaidDay.ofBody(
                "/validTo",
                wanted.text("validTo")
                        .orElseThrow(() -> new HubException(ApiError.INVALID_BODY, "/validTo: is missing.")));
        IfMatch condition = IfMatch.of(ifMatch);
        Optional<KeyedRequest> keyed = KeyedRequest.of(idempotencyKey, "POST " + PATH + "/" + key + "/end", body);
        return context.tenantContext()
                .flatMap(login -> transactions.run(
                        login,
                        connection -> idempotency.once(
                                connection,
                                login,
                                keyed,
                                () -> terms.end(connection, login, key, validTo, condition::allow)
                                        .map(found -> Answer.of(
                                                json, 200, Optional.empty(), AccountTermsView.of(key, found))))))
                .map(answer -> answer.response().build());
    }

    @POST
    @Path("preview")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Tries terms out on lines and stores nothing",
            description =
                    "Terms in the same language, lines as the account's price plans have left them, and what the account brings: groups,"
                            + " segment, coupons, points to burn, and the state that an earlier preview has left. Neither the terms nor what they"
                            + " name need exist. The answer tells each step as a customer reads it.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = Object.class),
                            examples = @ExampleObject(name = "business", value = """
                    {"currency": "EUR", "period": {"from": "2037-01-01", "to": "2037-02-01"},
                     "customer": {"account": "NL-1001", "segment": "business", "coupons": ["WELCOME-2037"]},
                     "lines": [{"product": "fibre", "partner": "nordlys", "kind": "RECURRING", "amount": "40.00"},
                               {"product": "cloud", "partner": "cirrus", "kind": "USAGE", "quantity": "600", "unit": "hour", "amount": "60.00"}],
                     "terms": [{"key": "business", "name": "Business customers", "currency": "EUR", "validFrom": "2037-01-01",
                       "audience": {"segments": ["business"]},
                       "limits": [{"key": "minimum", "name": "Monthly minimum", "minimum": "95.00",
                                   "chargedAs": {"product": "minimum", "partner": "nordlys"}}],
                       "discounts": [{"key": "welcome", "name": "Welcome", "reduction": {"type": "percentOff", "percent": "10"},
                                      "coupon": {"code": "WELCOME-2037", "timesPerAccount": 3}}],
                       "sponsorships": [{"key": "employer", "name": "Paid by the employer", "sponsor": "NL-1002", "percent": "50"}]}]}
                    """)))
    @APIResponse(
            responseCode = "200",
            description = "The lines with what the terms make of them",
            content = @Content(schema = @Schema(implementation = TermsPreview.class)))
    @APIResponse(responseCode = "400", description = "The place that can't be read, and what is allowed there")
    @APIResponse(responseCode = "422", description = "The terms do not go together")
    public Uni<TermsPreview> preview(
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key,
            byte[] body) {
        context.requiredTenantKey();
        KeyedRequest.of(key, "POST " + PATH + "/preview", body); // nothing is done, so each answer is the same
        return Uni.createFrom().item(() -> tried(body)).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private TermsPreview tried(byte[] body) {
        if (body.length > MOST_BYTES) {
            throw new HubException(ApiError.BODY_TOO_LARGE, "A preview has " + MOST_BYTES + " bytes at most.");
        }
        JsonBody request = JsonBody.read(json, body, "preview");
        JsonNode state = request.json().remove("state");
        TermsTrial trial;
        AccountState before;
        try {
            trial = AccountTermsJson.readTrial(request.json().toString());
            before = state == null ? AccountState.START : state(state);
        } catch (IllegalArgumentException unreadable) {
            throw new HubException(ApiError.INVALID_BODY, unreadable.getMessage() + ".", unreadable);
        }
        try {
            return TermsPreview.of(trial, trial.price(before));
        } catch (IllegalArgumentException | ArithmeticException notPriced) {
            throw new HubException(CoreError.TERMS_REFUSED, "$.terms: " + notPriced.getMessage() + ".", notPriced);
        }
    }

    private static AccountState state(JsonNode state) {
        try {
            return AccountStateJson.read(state.toString());
        } catch (IllegalArgumentException notAState) {
            throw new IllegalArgumentException(
                    "$.state" + notAState.getMessage().substring(1), notAState);
        }
    }

    private static TermsDocument document(byte[] body) {
        if (body.length > MOST_BYTES) {
            throw new HubException(ApiError.BODY_TOO_LARGE, "Terms have " + MOST_BYTES + " bytes at most.");
        }
        AccountTermsReading reading = AccountTermsJson.read(new String(body, StandardCharsets.UTF_8));
        if (reading instanceof AccountTermsReading.Refused refused) {
            throw new HubException(CoreError.TERMS_REFUSED, refused.path() + ": " + refused.problem());
        }
        return reading.orElseThrow();
    }

    private static Response tagged(int status, String key, TermsHistory found) {
        return Response.status(status)
                .entity(AccountTermsView.of(key, found))
                .tag(IfMatch.tag(found.edit().orElse(0)))
                .build();
    }
}
