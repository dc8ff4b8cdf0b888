package io.billinghub.api.notification;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.paging.PageRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.error.HubException;
import io.billinghub.core.event.infrastructure.EventsConfig;
import io.billinghub.core.notification.application.Listeners;
import io.billinghub.core.notification.infrastructure.ListenerSql.DeliveryPage;
import io.billinghub.core.notification.model.TargetAnswer;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
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
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a webhook was told, what it has answered, and how it is told again. */
@Path(WebhookView.PATH + "/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
@RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.BILLING_MANAGER, RealmRoles.PARTNER, RealmRoles.CUSTOMER})
public class WebhookLogResource {

    private static final Set<String> STATES = Set.of("pending", "delivered", "dead");

    private final RequestContext context;
    private final TenantTransaction transaction;
    private final Listeners listeners;
    private final Idempotency idempotency;
    private final EventsConfig events;
    private final ObjectMapper json;

    WebhookLogResource(
            RequestContext context,
            TenantTransaction transaction,
            Listeners listeners,
            Idempotency idempotency,
            EventsConfig events,
            ObjectMapper json) {
        this.context = context;
        this.transaction = transaction;
        this.listeners = listeners;
        this.idempotency = idempotency;
        this.events = events;
        this.json = json;
    }

    @POST
    @Path("ping")
    @Operation(
            summary = "Sends a test event now",
            description =
                    "Posts a signed event of the type io.billinghub.webhook.ping.v1, once, and tells what came of it.")
    @APIResponse(
            responseCode = "200",
            description = "What the webhook answered, if it did",
            content = @Content(schema = @Schema(implementation = WebhookView.Ping.class)))
    public Uni<Response> ping(
            @PathParam("id") String id,
            @Parameter(description = "Repeats are answered alike") @HeaderParam("Idempotency-Key") String key) {
        UUID uuid = WebhookResource.Ids.of(id);
        Optional<KeyedRequest> keyed = keyed(key, uuid + "/ping");
        return context.tenantContext()
                .flatMap(login -> transaction
                        .run(login, connection -> listeners.find(connection, Optional.empty(), uuid))
                        .flatMap(webhook -> idempotency.around(
                                login,
                                keyed,
                                () -> listeners
                                        .ping(webhook, events.source())
                                        .map(answer -> Answer.of(json, 200, Optional.empty(), view(answer))))))
                .map(answer -> answer.response().build());
    }

    @GET
    @Path("deliveries")
    @Operation(summary = "What the webhook was told or is still to be told, newest first, with each attempt")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = WebhookView.DeliveryPage.class)))
    @APIResponse(responseCode = "404", description = "The login has no such webhook")
    public Uni<String> deliveries(
            @PathParam("id") String id,
            @Parameter(description = "pending, delivered or dead", example = "dead") @QueryParam("state") String state,
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        PageRequest asked = PageRequest.of("webhook-deliveries", cursor, limit);
        UUID uuid = WebhookResource.Ids.of(id);
        if (state != null && !STATES.contains(state)) {
            throw new HubException(ApiError.INVALID_PARAMETER, "state is \"pending\", \"delivered\" or \"dead\".");
        }
        return context.tenantContext()
                .flatMap(login -> transaction.run(
                        login,
                        connection -> listeners.deliveries(
                                connection,
                                uuid,
                                Optional.ofNullable(state).map(text -> text.toUpperCase(Locale.ROOT)),
                                asked.afterNumber(),
                                asked.limit())))
                .map(found -> page(asked, found));
    }

    @POST
    @Path("deliveries/{delivery}/redeliver")
    @Operation(
            summary = "Sends an event once more",
            description = "With the same event id, however it has ended before; attempts are counted anew.")
    @APIResponse(
            responseCode = "202",
            description = "It is in the queue again",
            content = @Content(schema = @Schema(implementation = WebhookView.Queued.class)))
    @APIResponse(responseCode = "404", description = "The webhook has no such delivery")
    public Uni<Response> redeliver(
            @PathParam("id") String id,
            @PathParam("delivery") String delivery,
            @Parameter(description = "Repeats are answered alike") @HeaderParam("Idempotency-Key") String key) {
        UUID uuid = WebhookResource.Ids.of(id);
        UUID which = WebhookResource.Ids.of(delivery);
        Optional<KeyedRequest> keyed = keyed(key, uuid + "/deliveries/" + which + "/redeliver");
        return context.tenantContext()
                .flatMap(login -> transaction.run(
                        login,
                        connection -> idempotency.once(
                                connection,
                                login,
                                keyed,
                                () -> listeners
                                        .redeliver(connection, login, uuid, which)
                                        .replaceWith(new Answer(
                                                202,
                                                Optional.empty(),
                                                "{\"id\":\"" + which + "\",\"state\":\"pending\"}")))))
                .map(answer -> answer.response().build());
    }

    private static Optional<KeyedRequest> keyed(String key, String below) {
        return KeyedRequest.of(key, "POST " + WebhookView.PATH + "/" + below, new byte[0]);
    }

    private static String page(PageRequest asked, DeliveryPage page) {
        String next = page.next().isPresent()
                ? '"' + asked.cursor(Long.toString(page.next().getAsLong())) + '"'
                : "null";
        return "{\"items\":[" + String.join(",", page.items()) + "],\"next\":" + next + "}";
    }

    private static WebhookView.Ping view(TargetAnswer answer) {
        return new WebhookView.Ping(
                answer.taken(),
                answer.status().orElse(null),
                answer.error().orElse(null),
                answer.body(),
                answer.millis());
    }
}
