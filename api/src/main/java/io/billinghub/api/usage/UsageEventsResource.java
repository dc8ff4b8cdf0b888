package io.billinghub.api.usage;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.intake.UsageBatches;
import io.billinghub.adapters.usage.ReadEvent;
import io.billinghub.adapters.usage.UsageFormat;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Usage in batches, in the hub's own form: no adapter is needed, and the answer tells the fate of each event. */
@Path("/hub/v1/partners/{partner}/usage-events")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Documents")
@RolesAllowed({RealmRoles.PARTNER, RealmRoles.MARKETPLACE_ADMIN, RealmRoles.HUB_ADMIN, RealmRoles.BILLING_OPERATIVE})
public class UsageEventsResource {

    /** Events of one batch: it is held in memory, and written in one transaction. */
    private static final int MOST_EVENTS = 50_000;

    private static final int MOST_BYTES = 8 << 20;
    private static final int SMALL = 4 << 10;
    /** Most bytes that one packed byte may unfold to. */
    private static final int MOST_RATIO = 100;

    private static final String CLOUD_EVENT =
            "{\"specversion\": \"1.0\", \"id\": \"cdr-4711\", \"source\": \"mediation-1\", \"type\": \"com.example.usage\", "
                    + "\"time\": \"2026-11-15T12:00:00Z\", \"data\": {\"account\": \"sns-merituuli\", \"product\": \"SNS-MSG\", "
                    + "\"quantity\": 12, \"unit\": \"message\"}}";

    private final RequestContext context;
    private final TenantTransaction transaction;
    private final UsageBatches batches;
    private final SinglePosts singles;
    private final BatchBudget budget;
    private final Idempotency idempotency;
    private final ObjectMapper json;

    UsageEventsResource(
            RequestContext context,
            TenantTransaction transaction,
            UsageBatches batches,
            SinglePosts singles,
            BatchBudget budget,
            Idempotency idempotency,
            ObjectMapper json) {
        this.context = context;
        this.transaction = transaction;
        this.batches = batches;
        this.singles = singles;
        this.budget = budget;
        this.idempotency = idempotency;
        this.json = json;
    }

    @POST
    @Consumes({
        "application/x-ndjson",
        "text/csv",
        MediaType.APPLICATION_JSON,
        "application/cloudevents+json",
        "application/cloudevents-batch+json"
    })
    @Operation(
            summary = "Takes in a batch of usage events",
            description =
                    "Up to 50,000 events and 8 MiB unpacked, packed by gzip if you like. The same source and id is the same event, whenever "
                            + "it comes again. All that is answered as accepted is durable. An event may correct or reverse one that was "
                            + "taken in before, which is told by its id.")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = Object.class),
                        examples = @ExampleObject(name = "one", value = """
                                                [{"id": "cdr-4711", "account": "sns-merituuli", "product": "SNS-MSG", "quantity": 12,
                                                  "unit": "message", "at": "2026-11-15T12:00:00Z", "dimensions": {"region": "north"}},
                                                 {"id": "cdr-4712", "corrects": "cdr-4711", "account": "sns-merituuli", "product": "SNS-MSG",
                                                  "quantity": 10, "unit": "message", "at": "2026-11-15T12:00:00Z"},
                                                 {"id": "cdr-4713", "reverses": "cdr-4712"}]
                                                """)),
                @Content(
                        mediaType = "application/x-ndjson",
                        schema = @Schema(implementation = Object.class),
                        example =
                                "{\"id\": \"cdr-4711\", \"account\": \"sns-merituuli\", \"product\": \"SNS-MSG\", \"quantity\": 12, "
                                        + "\"unit\": \"message\", \"at\": \"2026-11-15T12:00:00Z\"}"),
                @Content(
                        mediaType = "text/csv",
                        schema = @Schema(implementation = String.class),
                        example = "id,account,product,quantity,unit,at,dimensions.region\n"
                                + "cdr-4711,sns-merituuli,SNS-MSG,12,message,2026-11-15T12:00:00Z,north"),
                @Content(
                        mediaType = "application/cloudevents+json",
                        schema = @Schema(implementation = Object.class),
                        example = CLOUD_EVENT),
                @Content(
                        mediaType = "application/cloudevents-batch+json",
                        schema = @Schema(implementation = Object.class),
                        example = "[" + CLOUD_EVENT + "]")
            })
    @APIResponse(
            responseCode = "200",
            description = "What became of each event",
            content = @Content(schema = @Schema(implementation = UsageTaken.class)))
    @APIResponse(responseCode = "400", description = "The batch as a whole can't be read; none of it was taken in")
    @APIResponse(responseCode = "413", description = "There are too many events or bytes; none was taken in")
    public Uni<Response> take(
            @PathParam("partner") String partner,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            @Parameter(description = "gzip, or left out", example = "gzip") @HeaderParam(HttpHeaders.CONTENT_ENCODING)
                    String encoding,
            byte[] body) {
        context.requireOwnPartner(partner);
        UsageFormat format = UsageFormat.of(contentType)
                .orElseThrow(() -> new HubException(
                        ApiError.UNSUPPORTED_MEDIA_TYPE,
                        "Usage events come as " + UsageFormat.mediaTypes() + ", not as " + contentType + "."));
        Optional<KeyedRequest> keyed =
                KeyedRequest.of(key, "POST /hub/v1/partners/" + partner + "/usage-events " + contentType, body);
        boolean packed = packed(encoding);
        if (body.length > MOST_BYTES) {
            throw tooLarge(MOST_BYTES);
        }
        int most = packed ? (int) Math.min(MOST_BYTES, (long) body.length * MOST_RATIO) : MOST_BYTES;
        return context.tenantContext()
                .flatMap(login -> budget.within(
                        packed ? most : body.length,
                        () -> events(format, body, packed, most)
                                .flatMap(events -> events.size() == 1 && format.isJson() && !packed && keyed.isEmpty()
                                        ? single(login, partner, body, contentType, events.get(0))
                                        : batch(login, partner, body, contentType, events, keyed))))
                .map(answer -> answer.response().build());
    }

    /** What fits into a packet or two is read where it came in. */
    private static Uni<List<ReadEvent>> events(UsageFormat format, byte[] body, boolean packed, int most) {
        if (!packed && body.length <= SMALL) {
            return Uni.createFrom().item(() -> format.events(body, MOST_EVENTS));
        }
        return Waiting.onWorker(() -> format.events(packed ? unpacked(body, most) : body, MOST_EVENTS));
    }

    private Uni<Answer> single(TenantContext login, String partner, byte[] body, String contentType, ReadEvent event) {
        return singles.receive(login, partner, body, contentType, event)
                .map(fates -> Answer.of(json, 200, Optional.empty(), UsageTaken.of(fates)));
    }

    private Uni<Answer> batch(
            TenantContext login,
            String partner,
            byte[] body,
            String contentType,
            List<ReadEvent> events,
            Optional<KeyedRequest> keyed) {
        return transaction.run(
                login,
                connection -> idempotency.once(
                        connection,
                        login,
                        keyed,
                        () -> batches.receive(connection, login, partner, body, contentType, events)
                                .map(fates -> Answer.of(json, 200, Optional.empty(), UsageTaken.of(fates)))));
    }

    private static boolean packed(String encoding) {
        String coding = encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT);
        if (!coding.equals("identity") && !coding.equals("gzip")) {
            throw new HubException(
                    ApiError.UNSUPPORTED_MEDIA_TYPE,
                    "The Content-Encoding '" + encoding + "' is not understood; use gzip, or none.");
        }
        return coding.equals("gzip");
    }

    private static byte[] unpacked(byte[] body, int most) {
        try (InputStream content = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] bytes = content.readNBytes(most + 1);
            if (bytes.length > most) {
                throw tooLarge(most);
            }
            return bytes;
        } catch (IOException notGzip) {
            throw new HubException(ApiError.INVALID_BODY, "The body is no gzip: " + notGzip.getMessage());
        }
    }

    private static HubException tooLarge(int most) {
        return new HubException(
                ApiError.BODY_TOO_LARGE, "This batch of usage events may have " + most + " bytes unpacked at most.");
    }
}
