package io.billinghub.api.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.edit.IfMatch;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.core.delivery.application.DeliveryPreferences;
import io.billinghub.core.delivery.application.DeliveryPreferences.Wanted;
import io.billinghub.core.delivery.infrastructure.WebhookDelivery;
import io.billinghub.core.delivery.model.Channel;
import io.billinghub.core.delivery.model.DeliveryPreference;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.notification.application.Secrets;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
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

/** How an account gets the documents of its bills. */
@Path("/hub/v1/accounts/{number}/delivery")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Bills")
public class DeliveryPreferenceResource {

    private final RequestContext context;
    private final DeliveryPreferences preferences;
    private final Secrets secrets;
    private final ObjectMapper json;

    DeliveryPreferenceResource(
            RequestContext context, DeliveryPreferences preferences, Secrets secrets, ObjectMapper json) {
        this.context = context;
        this.preferences = preferences;
        this.secrets = secrets;
        this.json = json;
    }

    @GET
    @RolesAllowed({
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.FINANCE,
        RealmRoles.AUDITOR
    })
    @Operation(summary = "How an account gets the documents of its bills")
    @APIResponse(
            responseCode = "200",
            description = "The preference; the ETag is what a change needs",
            headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING, examples = "\"3\"")),
            content = @Content(schema = @Schema(implementation = DeliveryPreferenceView.class)))
    @APIResponse(
            responseCode = "404",
            description = "There is no such account, or nothing is sent: it reads its bills in the portal")
    public Uni<Response> get(@Parameter(example = "NL-1001") @PathParam("number") String number) {
        context.requireWholeTenant();
        return context.tenantContext()
                .flatMap(login -> preferences.of(login, number))
                .map(found -> answer(
                        found.orElseThrow(() -> new HubException(
                                CoreError.UNKNOWN_RESOURCE,
                                "The account '" + number + "' has no delivery preference.")),
                        false));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.BILLING_MANAGER, RealmRoles.BILLING_OPERATIVE})
    @Operation(
            summary = "Sets how an account gets the documents of its bills",
            description =
                    "`EMAIL` attaches them to a mail, `PORTAL_LINK` mails where the bill is read, `WEBHOOK` posts them, signed as webhooks of events"
                            + " are, `SFTP` stores them on a server. It counts for bills whose documents are written from now on, and for those that"
                            + " still wait.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = DeliveryPreferenceView.class),
                            example = "{\"channel\": \"EMAIL\", \"target\": \"bills@acme.example\"}"))
    @APIResponse(
            responseCode = "200",
            description = "As it is now; with the secret of a webhook, which is not told again",
            headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING, examples = "\"4\"")),
            content = @Content(schema = @Schema(implementation = DeliveryPreferenceView.class)))
    @APIResponse(responseCode = "404", description = "There is no such account")
    @APIResponse(responseCode = "412", description = "Somebody has changed it since: If-Match names another version")
    @APIResponse(responseCode = "422", description = "The hub may not call the webhook's address")
    @APIResponse(responseCode = "428", description = "It was set before, and the request has no If-Match")
    public Uni<Response> put(
            @Parameter(example = "NL-1001") @PathParam("number") String number,
            @Parameter(description = "The ETag of what is changed; none where there is nothing yet", example = "\"3\"")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    String ifMatch,
            byte[] body) {
        context.requireWholeTenant();
        Wanted wanted = wanted(JsonBody.read(json, body, "delivery preference"));
        if (wanted.channel() == Channel.WEBHOOK && !secrets.available()) {
            throw new HubException(
                    CoreError.SIGNING_KEY_MISSING, "no key is configured from which the webhook's secret is derived");
        }
        IfMatch condition = IfMatch.of(ifMatch);
        return context.tenantContext()
                .flatMap(login -> Uni.createFrom()
                        .deferred(() -> preferences.put(login, number, wanted, condition::allow))
                        .onFailure(IllegalArgumentException.class)
                        .transform(wrong ->
                                new HubException(ApiError.INVALID_BODY, "/" + wrong.getMessage() + ".", wrong)))
                .map(preference -> answer(preference, true));
    }

    @DELETE
    @RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.BILLING_MANAGER, RealmRoles.BILLING_OPERATIVE})
    @Operation(summary = "Sends an account nothing any more; what still waits is given up")
    @APIResponse(responseCode = "204", description = "Nothing is sent any more")
    @APIResponse(responseCode = "404", description = "There is no such account")
    @APIResponse(responseCode = "412", description = "Somebody has changed it since: If-Match names another version")
    @APIResponse(responseCode = "428", description = "The request has no If-Match")
    public Uni<Void> delete(
            @Parameter(example = "NL-1001") @PathParam("number") String number,
            @Parameter(description = "The ETag of what is taken away", example = "\"3\"")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    String ifMatch) {
        context.requireWholeTenant();
        IfMatch condition = IfMatch.of(ifMatch);
        return context.tenantContext().flatMap(login -> preferences.delete(login, number, condition::allow));
    }

    private Response answer(DeliveryPreference preference, boolean withSecret) {
        boolean told = withSecret && preference.channel() == Channel.WEBHOOK;
        return Response.ok(DeliveryPreferenceView.of(
                        preference, told ? secrets.secretOf(preference.id(), WebhookDelivery.SECRET_GENERATION) : null))
                .tag(IfMatch.tag(preference.version()))
                .build();
    }

    private static Wanted wanted(JsonBody body) {
        body.allowOnly(
                Set.of("channel", "target", "hostKeys", "credential"),
                "is not known; there are channel, target, hostKeys and credential");
        String channel = body.text("channel").orElse("");
        List<String> hostKeys = new ArrayList<>();
        JsonNode keys = body.json().path("hostKeys");
        if (!keys.isMissingNode() && !keys.isArray()) {
            throw new HubException(ApiError.INVALID_BODY, "/hostKeys: must be an array of fingerprints.");
        }
        keys.forEach(key -> hostKeys.add(key.asText()));
        try {
            return new Wanted(
                    Channel.valueOf(channel), body.text("target").orElse(""), hostKeys, body.text("credential"));
        } catch (IllegalArgumentException e) {
            throw new HubException(ApiError.INVALID_BODY, "/channel: is one of EMAIL, PORTAL_LINK, WEBHOOK, SFTP.", e);
        }
    }
}
