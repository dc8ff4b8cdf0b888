package io.billinghub.api.onboarding;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.paging.Listing;
import io.billinghub.api.paging.PageRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.core.error.HubException;
import io.billinghub.onboarding.partnercase.application.OnboardingCases;
import io.billinghub.onboarding.partnercase.model.CaseDecision;
import io.billinghub.onboarding.partnercase.model.CaseState;
import io.billinghub.onboarding.partnercase.model.NewPartner;
import io.billinghub.onboarding.partnercase.model.OnboardingCase;
import io.smallrye.mutiny.Uni;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Cases: how they begin, where they stand, and what is decided about them. */
@Path(CaseView.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Onboarding")
public class OnboardingResource {

    private static final Set<String> FIELDS =
            Set.of("key", "name", "country", "vatId", "iban", "email", "currency", "template");

    private final RequestContext context;
    private final OneTransaction one;
    private final OnboardingCases cases;
    private final ObjectMapper json;

    OnboardingResource(RequestContext context, OneTransaction one, OnboardingCases cases, ObjectMapper json) {
        this.context = context;
        this.one = one;
        this.cases = cases;
        this.json = json;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.HUB_ADMIN})
    @Operation(
            summary = "Begins the case of a new partner",
            description =
                    "Makes, in one transaction, its organization (TMF632), party role (TMF669), partnership (TMF668), settlement"
                            + " account (TMF666), tax registration, agreement (TMF651) with a first version that is proposed by the template, and"
                            + " an offering for products that are linked to none. 'key' is made from the name, 'currency' is the template's,"
                            + " where they are left out. Without 'vatId' or 'iban' the case begins as INVITED, else IN_REVIEW.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.OBJECT),
                            example =
                                    "{\"name\": \"Bergen Maps AS\", \"country\": \"NO\", \"vatId\": \"NO988077917MVA\", \"iban\": \"NO9386011117947\","
                                            + " \"email\": \"billing@bergen-maps.example\", \"template\": \"resale-80-20\"}"))
    @APIResponse(
            responseCode = "201",
            description = "The case",
            headers = @Header(name = "Location", schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = CaseView.class)))
    @APIResponse(responseCode = "409", description = "There is such a partner already")
    @APIResponse(
            responseCode = "422",
            description = "A field is not right, or there is no such template; nothing is made")
    public Uni<Response> begin(
            byte[] body,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        context.requireWholeTenant();
        JsonBody given = JsonBody.read(json, body, "new partner");
        given.allowOnly(FIELDS, "is not known here; known are " + String.join(", ", FIELDS));
        NewPartner partner = new NewPartner(
                given.text("key").orElse(null),
                required(given, "name"),
                required(given, "country"),
                given.text("vatId").orElse(null),
                given.text("iban").orElse(null),
                required(given, "email"),
                given.text("currency").orElse(null),
                required(given, "template"));
        return one.once(
                "POST " + CaseView.PATH,
                body,
                key,
                (connection, login) -> cases.begin(connection, login, one.importer(), partner)
                        .map(begun -> one.created(CaseView.PATH + "/" + begun.partner(), CaseView.of(begun))));
    }

    @GET
    @RolesAllowed({
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.HUB_ADMIN,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.FINANCE,
        RealmRoles.AUDITOR,
        RealmRoles.PARTNER
    })
    @Operation(summary = "Cases, the oldest first; a partner sees its own")
    public Uni<Listing<CaseView>> list(
            @Parameter(description = "Only those in this state", example = "IN_REVIEW") @QueryParam("state")
                    String state,
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        PageRequest page = PageRequest.of("onboardings", cursor, limit);
        if (state != null
                && Arrays.stream(CaseState.values())
                        .noneMatch(known -> known.name().equals(state))) {
            throw new HubException(
                    ApiError.INVALID_PARAMETER, "state is one of " + Arrays.toString(CaseState.values()) + ".");
        }
        return one.read(connection -> cases.list(connection, page.afterNumber().orElse(0), state, page.limit() + 1))
                .map(found -> page.listing(found, each -> Long.toString(each.id())))
                .map(found ->
                        new Listing<>(found.items().stream().map(CaseView::of).toList(), found.next()));
    }

    @GET
    @Path("{partner}")
    @RolesAllowed({
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.HUB_ADMIN,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.FINANCE,
        RealmRoles.AUDITOR,
        RealmRoles.PARTNER
    })
    @Operation(summary = "The case of a partner, with its history and what it waits for")
    @APIResponse(
            responseCode = "200",
            description = "The case",
            content = @Content(schema = @Schema(implementation = CaseView.class)))
    @APIResponse(responseCode = "404", description = "There is none that the login may see")
    public Uni<CaseView> one(@PathParam("partner") String partner) {
        return one.read(connection -> cases.get(connection, partner)).map(CaseView::of);
    }

    @POST
    @Path("{partner}/complete")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.HUB_ADMIN, RealmRoles.PARTNER})
    @Operation(summary = "Gives what was missing when a partner was invited; then its case is in review")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.OBJECT),
                            example = "{\"vatId\": \"NO988077917MVA\", \"iban\": \"NO9386011117947\"}"))
    @APIResponse(
            responseCode = "200",
            description = "The case",
            content = @Content(schema = @Schema(implementation = CaseView.class)))
    @APIResponse(responseCode = "409", description = "Nothing is missing")
    @APIResponse(responseCode = "422", description = "The VAT number or the IBAN is not right")
    public Uni<Response> complete(
            @PathParam("partner") String partner,
            byte[] body,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        JsonBody given = JsonBody.read(json, body, "missing data");
        given.allowOnly(Set.of("vatId", "iban"), "is not known here; known are vatId and iban");
        String vatId = given.text("vatId").orElse(null);
        String iban = given.text("iban").orElse(null);
        return one.once(
                request(partner, "complete"),
                body,
                key,
                (connection, login) -> cases.complete(connection, login, one.importer(), partner, vatId, iban)
                        .map(this::shown));
    }

    @POST
    @Path("{partner}/decisions")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.HUB_ADMIN})
    @Operation(
            summary = "Certifies, activates, suspends, resumes or ends a partner",
            description =
                    "CERTIFY needs an adapter that is tested; ACTIVATE of such a partner certifies it, too. SUSPEND and END need a"
                            + " reason. Documents of a partner that is not ACTIVE are not taken in.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.OBJECT),
                            example = "{\"decision\": \"SUSPEND\", \"reason\": \"Bank account is being checked\"}"))
    @APIResponse(
            responseCode = "200",
            description = "The case",
            content = @Content(schema = @Schema(implementation = CaseView.class)))
    @APIResponse(responseCode = "409", description = "The case is in a state in which this can't be decided")
    public Uni<Response> decide(
            @PathParam("partner") String partner,
            byte[] body,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        context.requireWholeTenant();
        JsonBody given = JsonBody.read(json, body, "decision");
        given.allowOnly(Set.of("decision", "reason"), "is not known here; known are decision and reason");
        String wanted = required(given, "decision");
        CaseDecision decision = Arrays.stream(CaseDecision.values())
                .filter(known -> known.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new HubException(
                        ApiError.INVALID_BODY, "/decision: is one of " + Arrays.toString(CaseDecision.values()) + "."));
        String reason = given.text("reason").orElse(null);
        return one.once(
                request(partner, "decisions"),
                body,
                key,
                (connection, login) -> cases.decide(connection, login, partner, decision, reason)
                        .map(this::shown));
    }

    static String request(String partner, String what) {
        return "POST " + CaseView.PATH + "/" + partner + "/" + what;
    }

    private Answer shown(OnboardingCase found) {
        return one.ok(CaseView.of(found));
    }

    private static String required(JsonBody given, String member) {
        return given.text(member)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new HubException(ApiError.INVALID_BODY, "/" + member + ": is missing."));
    }
}
