package io.billinghub.api.customerbill;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.api.tmf630.ListRequest;
import io.billinghub.api.tmf630.resource.ResourceReads;
import io.billinghub.core.billrun.application.OnDemandBills;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** TMF678 customerBillOnDemand. */
@Path(CustomerBillTypes.BASE + "/customerBillOnDemand")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "TMF678 Customer Bill Management")
@RolesAllowed({
    RealmRoles.BILLING_MANAGER,
    RealmRoles.BILLING_OPERATIVE,
    RealmRoles.FINANCE,
    RealmRoles.AUDITOR,
    RealmRoles.MARKETPLACE_ADMIN,
    RealmRoles.CUSTOMER
})
public class OnDemandResource {

    private final RequestContext context;
    private final TenantTransaction transaction;
    private final OnDemandBills bills;
    private final OnDemandQueries queries;
    private final Idempotency idempotency;
    private final ResourceReads reads;
    private final ObjectMapper json;

    OnDemandResource(
            RequestContext context,
            TenantTransaction transaction,
            OnDemandBills bills,
            OnDemandQueries queries,
            Idempotency idempotency,
            ResourceReads reads,
            ObjectMapper json) {
        this.context = context;
        this.transaction = transaction;
        this.bills = bills;
        this.queries = queries;
        this.idempotency = idempotency;
        this.reads = reads;
        this.json = json;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.BILLING_OPERATIVE, RealmRoles.BILLING_MANAGER, RealmRoles.CUSTOMER})
    @Operation(
            summary = "Asks for a bill of one account now",
            description =
                    "Starts a bill run of the account: what partners have billed for it in the open period and is on no "
                            + "bill yet. Usage and subscriptions wait for the cycle's run. The run is reviewed and approved like any "
                            + "other, by another login than this one.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = OnDemand.class),
                            example = "{\"billingAccount\": {\"id\": \"0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11\"}}"))
    @APIResponse(
            responseCode = "201",
            description = "The request; its state says whether a run was started",
            content = @Content(schema = @Schema(implementation = OnDemand.class)))
    @APIResponse(responseCode = "422", description = "The account is not known, or is not the login's")
    public Uni<Response> ask(
            byte[] body,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        OnDemandBills.Request request = request(JsonBody.read(json, body, OnDemand.TYPE.name()));
        Optional<KeyedRequest> keyed = KeyedRequest.of(key, "POST " + OnDemand.TYPE.path(), body);
        return context.tenantContext()
                .flatMap(login -> transaction.run(
                        wholeTenant(login),
                        connection ->
                                idempotency.once(connection, login, keyed, () -> ask(connection, login, request))))
                .map(answer -> answer.response().build());
    }

    @GET
    @Operation(
            summary = "Bills that were asked for",
            description = "Filters: id, name, state, lastUpdate, billingAccount.id, customerBill.id.")
    @Parameter(name = "fields", description = "Attributes to give", example = "state,customerBill")
    @Parameter(name = "offset", description = "First resource, from 0", example = "0")
    @Parameter(name = "limit", description = "At most so many, up to 1000", example = "20")
    @Parameter(name = "state", description = "Alternatives by comma", example = "inProgress")
    @APIResponse(
            responseCode = "200",
            description = "All that match",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = OnDemand.class)))
    @APIResponse(responseCode = "206", description = "The page of them that was asked for")
    public Uni<Response> list(@Context UriInfo uri) {
        return reads.list(OnDemand.TYPE, uri, (connection, login, request) -> queries.demands(connection, request));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One bill that was asked for")
    @APIResponse(
            responseCode = "200",
            description = "The request and what became of it",
            content = @Content(schema = @Schema(implementation = OnDemand.class)))
    @APIResponse(responseCode = "404", description = "There is none with this id that the login may see")
    public Uni<Response> one(@PathParam("id") String id, @Context UriInfo uri) {
        return reads.one(OnDemand.TYPE, id, uri, (connection, login, request) -> queries.demands(connection, request));
    }

    private Uni<Answer> ask(SqlConnection connection, TenantContext login, OnDemandBills.Request request) {
        return bills.request(connection, login, request)
                .flatMap(id -> queries.demands(connection, ListRequest.ofOne(OnDemand.TYPE, id.toString()))
                        .map(page -> page.only(OnDemand.TYPE, id.toString())))
                .map(demand ->
                        Answer.of(json, 201, Optional.of(demand.path("href").textValue()), demand));
    }

    /** A customer's login sees no partner lines; the use case itself holds it to its own account. */
    private static TenantContext wholeTenant(TenantContext login) {
        return TenantContext.of(login.tenantId(), login.actor());
    }

    private static OnDemandBills.Request request(JsonBody body) {
        body.refuse(OnDemand.GIVEN, "is said by the hub; leave it out");
        String account = body.reference("billingAccount")
                .orElseThrow(() -> new HubException(
                        ApiError.INVALID_BODY, "/billingAccount: is missing; name the account that is to be billed"));
        try {
            return new OnDemandBills.Request(
                    UUID.fromString(account),
                    body.text("name"),
                    body.text("description"),
                    body.kept(OnDemand.INTERPRETED));
        } catch (IllegalArgumentException e) {
            throw new HubException(
                    ApiError.INVALID_BODY, "/billingAccount/id: must be a UUID, not '" + account + "'", e);
        }
    }
}
