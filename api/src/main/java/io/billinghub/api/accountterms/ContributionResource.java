package io.billinghub.api.accountterms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.edit.IfMatch;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.paging.Listing;
import io.billinghub.api.paging.PageRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.core.accountterms.application.AccountContributions;
import io.billinghub.core.accountterms.model.TermsAccount;
import io.billinghub.core.billrun.application.LoyaltyPoints;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What accounts bring to their terms: segment and groups, coupons, points to burn. */
@Path(ContributionResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Terms of accounts")
@RolesAllowed({
    RealmRoles.MARKETPLACE_ADMIN,
    RealmRoles.BILLING_MANAGER,
    RealmRoles.BILLING_OPERATIVE,
    RealmRoles.FINANCE,
    RealmRoles.AUDITOR
})
public class ContributionResource {

    static final String PATH = "/hub/v1/accounts/{number}";
    private static final Pattern KEY = Pattern.compile("[a-z0-9._-]{1,64}");
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int MOST_GROUPS = 50;
    private static final BigDecimal MOST_POINTS = BigDecimal.TEN.pow(12);

    private final RequestContext context;
    private final TenantTransaction transactions;
    private final AccountContributions contributions;
    private final LoyaltyPoints loyalty;
    private final Idempotency idempotency;
    private final ObjectMapper json;

    ContributionResource(
            RequestContext context,
            TenantTransaction transactions,
            AccountContributions contributions,
            LoyaltyPoints loyalty,
            Idempotency idempotency,
            ObjectMapper json) {
        this.context = context;
        this.transactions = transactions;
        this.contributions = contributions;
        this.loyalty = loyalty;
        this.idempotency = idempotency;
        this.json = json;
    }

    @GET
    @Path("membership")
    @Operation(summary = "Segment and groups of an account, by which terms and discounts choose accounts")
    @APIResponse(
            responseCode = "200",
            description = "They; the ETag is what a change needs",
            headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING, examples = "\"3\"")),
            content = @Content(schema = @Schema(implementation = MembershipView.class)))
    @APIResponse(responseCode = "404", description = "There is no such account")
    public Uni<Response> membership(@Parameter(example = "NL-1001") @PathParam("number") String number) {
        context.requireWholeTenant();
        return inTenant((connection, login) -> contributions.account(connection, number))
                .map(ContributionResource::tagged);
    }

    @PUT
    @Path("membership")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.BILLING_MANAGER, RealmRoles.BILLING_OPERATIVE})
    @Operation(
            summary = "Sets segment and groups of an account",
            description =
                    "Both are keys of the operator's own and say nothing about persons. A bill run takes them as they are when it"
                            + " prices the account.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = Object.class),
                            example = "{\"segment\": \"business\", \"groups\": [\"staff\"]}"))
    @APIResponse(
            responseCode = "200",
            description = "As they are now",
            headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING, examples = "\"4\"")),
            content = @Content(schema = @Schema(implementation = MembershipView.class)))
    @APIResponse(responseCode = "404", description = "There is no such account")
    @APIResponse(responseCode = "412", description = "Somebody has changed them since: If-Match names another version")
    @APIResponse(responseCode = "428", description = "They were set before, and the request has no If-Match")
    public Uni<Response> setMembership(
            @Parameter(example = "NL-1001") @PathParam("number") String number,
            @Parameter(description = "The ETag of what is changed; none where they were never set", example = "\"3\"")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    String ifMatch,
            byte[] body) {
        context.requireWholeTenant();
        JsonBody wanted = JsonBody.read(json, body, "membership");
        wanted.allowOnly(Set.of("segment", "groups"), "is not known; there are segment and groups");
        String segment =
                wanted.text("segment").map(text -> key("/segment", text)).orElse(null);
        List<String> groups = groups(wanted.json().path("groups"));
        IfMatch condition = IfMatch.of(ifMatch);
        return inTenant((connection, login) ->
                        contributions.setMembership(connection, login, number, segment, groups, condition::allow))
                .map(ContributionResource::tagged);
    }

    @GET
    @Path("coupons")
    @Operation(summary = "Coupons that an account has handed in, the oldest first; those taken back too")
    public Uni<Listing<CouponView>> coupons(
            @Parameter(example = "NL-1001") @PathParam("number") String number,
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        context.requireWholeTenant();
        PageRequest page = PageRequest.of("coupons", cursor, limit);
        return inTenant((connection, login) -> contributions.coupons(
                        connection, number, page.afterNumber().orElse(0), page.limit() + 1))
                .map(found -> page.listing(found, each -> Long.toString(each.rowId())))
                .map(found ->
                        new Listing<>(found.items().stream().map(CouponView::of).toList(), found.next()));
    }

    @POST
    @Path("coupons")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.BILLING_MANAGER, RealmRoles.BILLING_OPERATIVE})
    @Operation(
            summary = "Hands in a coupon for an account",
            description =
                    "Its code is that of a discount in terms that are in force today and for the account. It counts from the billing"
                            + " period of today on, as often as its limits allow.")
    @RequestBody(
            required = true,
            content =
                    @Content(schema = @Schema(implementation = Object.class), example = "{\"code\": \"WELCOME-2037\"}"))
    @APIResponse(
            responseCode = "201",
            description = "The coupon",
            content = @Content(schema = @Schema(implementation = CouponView.class)))
    @APIResponse(responseCode = "404", description = "There is no such account")
    @APIResponse(responseCode = "409", description = "The account has handed it in already")
    @APIResponse(responseCode = "422", description = "There is no such coupon, or it is of no use to the account today")
    public Uni<Response> handIn(
            @Parameter(example = "NL-1001") @PathParam("number") String number,
            byte[] body,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        context.requireWholeTenant();
        JsonBody wanted = JsonBody.read(json, body, "coupon");
        wanted.allowOnly(Set.of("code"), "is not known; there is code");
        String code = wanted.text("code")
                .filter(text -> CODE.matcher(text).matches())
                .orElseThrow(() -> invalid("/code: must be a text of at most 64 letters, digits, '.', '_' or '-'"));
        return once(
                number,
                "coupons",
                key,
                body,
                (connection, login) ->
                        contributions.handIn(connection, login, number, code).map(CouponView::of));
    }

    @DELETE
    @Path("coupons/{id}")
    @RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.BILLING_MANAGER, RealmRoles.BILLING_OPERATIVE})
    @Operation(summary = "Takes a coupon back; billing periods that have ended by then still count it")
    @APIResponse(responseCode = "204", description = "It counts no more")
    @APIResponse(responseCode = "404", description = "The account has no such coupon")
    public Uni<Void> takeBack(
            @Parameter(example = "NL-1001") @PathParam("number") String number, @PathParam("id") String id) {
        context.requireWholeTenant();
        UUID uuid = id(id);
        return inTenant((connection, login) -> contributions.takeBack(connection, login, number, uuid));
    }

    @GET
    @Path("points")
    @Operation(
            summary = "Loyalty points of an account",
            description =
                    "As the latest bill run that has priced the account's terms has left them; one that is cancelled leaves nothing.")
    @APIResponse(
            responseCode = "200",
            description = "They; none before the first run",
            content = @Content(schema = @Schema(implementation = LoyaltyPointsView.class)))
    @APIResponse(responseCode = "404", description = "There is no such account")
    public Uni<LoyaltyPointsView> points(@Parameter(example = "NL-1001") @PathParam("number") String number) {
        context.requireWholeTenant();
        return inTenant((connection, login) -> contributions
                        .account(connection, number)
                        .flatMap(account -> loyalty.of(connection, account.id(), account.zone())))
                .map(LoyaltyPointsView::of);
    }

    @GET
    @Path("points-requests")
    @Operation(summary = "Requests of an account to burn loyalty points, the oldest first; those taken back too")
    public Uni<Listing<PointsRequestView>> requests(
            @Parameter(example = "NL-1001") @PathParam("number") String number,
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        context.requireWholeTenant();
        PageRequest page = PageRequest.of("points-requests", cursor, limit);
        return inTenant((connection, login) -> contributions.requests(
                        connection, number, page.afterNumber().orElse(0), page.limit() + 1))
                .map(found -> page.listing(found, each -> Long.toString(each.rowId())))
                .map(found -> new Listing<>(
                        found.items().stream().map(PointsRequestView::of).toList(), found.next()));
    }

    @POST
    @Path("points-requests")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.BILLING_MANAGER, RealmRoles.BILLING_OPERATIVE})
    @Operation(
            summary = "Asks for loyalty points to be burnt in the account's next bill",
            description =
                    "The next bill is that of the earliest period that still takes something in. Requests of one period add up. Never"
                            + " more is burnt than there is and than the programme allows; what is left of a request lapses.")
    @RequestBody(
            required = true,
            content = @Content(schema = @Schema(implementation = Object.class), example = "{\"points\": 100}"))
    @APIResponse(
            responseCode = "201",
            description = "The request",
            content = @Content(schema = @Schema(implementation = PointsRequestView.class)))
    @APIResponse(responseCode = "404", description = "There is no such account")
    @APIResponse(
            responseCode = "422",
            description = "All requests of the period would come to more than 999,999,999,999,999")
    public Uni<Response> ask(
            @Parameter(example = "NL-1001") @PathParam("number") String number,
            byte[] body,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        context.requireWholeTenant();
        JsonBody wanted = JsonBody.read(json, body, "request");
        wanted.allowOnly(Set.of("points"), "is not known; there is points");
        BigDecimal points = points(wanted.json().path("points"));
        return once(
                number,
                "points-requests",
                key,
                body,
                (connection, login) ->
                        contributions.ask(connection, login, number, points).map(PointsRequestView::of));
    }

    @DELETE
    @Path("points-requests/{id}")
    @RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.BILLING_MANAGER, RealmRoles.BILLING_OPERATIVE})
    @Operation(summary = "Takes a request to burn points back")
    @APIResponse(responseCode = "204", description = "It counts no more")
    @APIResponse(responseCode = "404", description = "The account has no such request")
    @APIResponse(responseCode = "409", description = "Its period takes nothing in any more")
    public Uni<Void> unask(
            @Parameter(example = "NL-1001") @PathParam("number") String number, @PathParam("id") String id) {
        context.requireWholeTenant();
        UUID uuid = id(id);
        return inTenant((connection, login) -> contributions.unask(connection, login, number, uuid));
    }

    private <T> Uni<T> inTenant(BiFunction<SqlConnection, TenantContext, Uni<T>> work) {
        return context.tenantContext()
                .flatMap(login -> transactions.run(login, connection -> work.apply(connection, login)));
    }

    private <T> Uni<Response> once(
            String number,
            String what,
            String key,
            byte[] body,
            BiFunction<SqlConnection, TenantContext, Uni<T>> work) {
        Optional<KeyedRequest> keyed = KeyedRequest.of(key, "POST /hub/v1/accounts/" + number + "/" + what, body);
        return inTenant((connection, login) -> idempotency.once(
                        connection,
                        login,
                        keyed,
                        () -> work.apply(connection, login).map(made -> Answer.of(json, 201, Optional.empty(), made))))
                .map(answer -> answer.response().build());
    }

    private static Response tagged(TermsAccount account) {
        return Response.ok(MembershipView.of(account))
                .tag(IfMatch.tag(account.version()))
                .build();
    }

    private static List<String> groups(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        if (!node.isArray() || node.size() > MOST_GROUPS) {
            throw invalid("/groups: must be an array of up to " + MOST_GROUPS + " keys");
        }
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            String group =
                    key("/groups/" + i, node.get(i).isTextual() ? node.get(i).textValue() : "");
            if (groups.contains(group)) {
                throw invalid("/groups/" + i + ": stands there before");
            }
            groups.add(group);
        }
        return groups;
    }

    private static String key(String place, String text) {
        if (!KEY.matcher(text).matches()) {
            throw invalid(place + ": must be a text of at most 64 small letters, digits, '.', '_' or '-'");
        }
        return text;
    }

    private static BigDecimal points(JsonNode node) {
        boolean whole = node.isIntegralNumber()
                && node.decimalValue().signum() > 0
                && node.decimalValue().compareTo(MOST_POINTS) <= 0;
        if (!whole) {
            throw invalid("/points: must be a whole number from 1 to " + MOST_POINTS.toPlainString());
        }
        return node.decimalValue();
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new HubException(CoreError.UNKNOWN_RESOURCE, "there is nothing with the id '" + text + "'", e);
        }
    }

    private static HubException invalid(String why) {
        return new HubException(ApiError.INVALID_BODY, why + ".");
    }
}
