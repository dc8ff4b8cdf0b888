package io.billinghub.api.rating;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.error.HubException;
import io.billinghub.core.rating.infrastructure.PlanTemplate;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Price plans before they are on sale: what they cost, how they are written, and worked ones to begin with. */
@Path("/hub/v1/rating")
@Produces(MediaType.APPLICATION_JSON)
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
public class RatingResource {

    private static final String SCHEMA = "/schema/price-plan.schema.json";
    private static final String TERMS_SCHEMA = "/schema/account-terms.schema.json";
    private static final int MOST_PREVIEWS = 100;
    private static final int MOST_BYTES = 1 << 20;

    private final RequestContext context;
    private final ObjectMapper json;

    RatingResource(RequestContext context, ObjectMapper json) {
        this.context = context;
        this.json = json;
    }

    @POST
    @Path("preview")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Rates quantities or usage events by a price plan and stores nothing",
            description =
                    "One request or an array of up to 100, 1 MiB in all. A quantity is in the plan's unit; a fee needs the quantity 1, and "
                            + "the billing period (and the service's) where it is prorated. Events need the period of up to 400 days, in the "
                            + "time zone; UTC where none is named. A plan with modifiers always needs the period; it takes periodNumber (which period of the "
                            + "service it is, 1 where it is left out), closes (true where it is left out), ends (false), pooled (what a shared allowance "
                            + "has covered), and the state of the period before; its answer has the state for the next one.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Object.class),
                            examples = {
                                @ExampleObject(name = "tiers", value = """
                                                    {"quantity": "137.5", "plan": {"key": "mobile-data", "version": 1, "name": "Mobile data",
                                                     "currency": "EUR", "unit": "GB", "model": {"type": "graduated", "tiers": [
                                                      {"upTo": "100", "unitPrice": "0.50"}, {"unitPrice": "0.40"}]}}}
                                                    """),
                                @ExampleObject(name = "modifiers", value = """
                                                    {"quantity": "12", "period": {"from": "2026-11-01", "to": "2026-12-01"}, "periodNumber": 2,
                                                     "plan": {"key": "mobile-data", "version": 1, "name": "Mobile data", "currency": "EUR", "unit": "GB",
                                                      "model": {"type": "perUnit", "unitPrice": "2.00"}, "modifiers": {
                                                       "allowance": {"key": "data", "name": "Monthly data", "quantity": "10", "unit": "GB", "rollOver": {"periods": 1}},
                                                       "promotions": [{"key": "welcome", "name": "Welcome", "reduction": {"type": "percentOff", "percent": "50"}, "toPeriod": 3}],
                                                       "limit": {"key": "minimum", "name": "Monthly minimum", "minimum": "5.00"}}},
                                                     "state": {"version": 1, "run": "preview of 2026-10-01", "period": "2026-10-01", "before": {},
                                                      "after": {"allowance": {"period": "2026-10-01", "grants": [
                                                       {"grantedFor": "2026-10-01", "periodsLeft": 1, "left": "1"}]}}}}
                                                    """)
                            }))
    @APIResponse(
            responseCode = "200",
            description = "Amount, lines and explanation; an array where an array was asked",
            content = @Content(schema = @Schema(implementation = Preview.class)))
    @APIResponse(responseCode = "400", description = "The place that can't be read, and what is allowed there")
    @APIResponse(responseCode = "422", description = "The plan does not rate this")
    public Uni<String> preview(
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key,
            byte[] body) {
        context.requiredTenantKey();
        KeyedRequest.of(key, "POST /hub/v1/rating/preview", body); // nothing is done, so each answer is the same
        return Uni.createFrom().item(() -> rated(body)).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    @GET
    @Path("templates")
    @Operation(summary = "Worked price plans to begin with")
    @APIResponse(
            responseCode = "200",
            description = "All, in the order of their keys",
            content = @Content(schema = @Schema(implementation = Templates.class)))
    public Templates templates() {
        context.requiredTenantKey();
        return new Templates(PlanTemplate.all().stream().map(this::template).toList());
    }

    @GET
    @Path("price-plan-schema")
    @Produces("application/schema+json")
    @Operation(summary = "The JSON Schema of price plans")
    @APIResponse(
            responseCode = "200",
            description = "JSON Schema 2020-12",
            content = @Content(mediaType = "application/schema+json", schema = @Schema(implementation = Object.class)))
    public String schema() {
        return schema(SCHEMA);
    }

    @GET
    @Path("account-terms-schema")
    @Produces("application/schema+json")
    @Operation(summary = "The JSON Schema of terms of accounts")
    @APIResponse(
            responseCode = "200",
            description = "JSON Schema 2020-12",
            content = @Content(mediaType = "application/schema+json", schema = @Schema(implementation = Object.class)))
    public String termsSchema() {
        return schema(TERMS_SCHEMA);
    }

    private String schema(String name) {
        context.requiredTenantKey();
        try (InputStream schema = PricePlanJson.class.getResourceAsStream(name)) {
            return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the schema " + name + " can't be read", unreadable);
        }
    }

    /** All templates. */
    public record Templates(List<Template> items) {

        public Templates {
            items = List.copyOf(items);
        }
    }

    /** @param plan as it is imported; its schema is at {@code /hub/v1/rating/price-plan-schema} */
    public record Template(
            @Schema(examples = "mobile-data") String key,
            String name,
            String description,
            @Schema(implementation = Object.class) JsonNode plan) {}

    private Template template(PlanTemplate template) {
        try {
            return new Template(
                    template.key(),
                    template.name(),
                    template.description(),
                    json.readTree(PricePlanJson.write(template.plan())));
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("a price plan is always JSON", bug);
        }
    }

    private String rated(byte[] body) {
        if (body.length > MOST_BYTES) {
            throw new HubException(ApiError.BODY_TOO_LARGE, "A preview has " + MOST_BYTES + " bytes at most.");
        }
        JsonNode request = read(body);
        try {
            if (!request.isArray()) {
                return json.writeValueAsString(new PreviewRequest("", request).rate());
            }
            if (request.isEmpty() || request.size() > MOST_PREVIEWS) {
                throw new HubException(ApiError.INVALID_BODY, "/: an array has 1 to " + MOST_PREVIEWS + " requests.");
            }
            List<Preview> previews = new ArrayList<>(request.size());
            for (int i = 0; i < request.size(); i++) {
                previews.add(new PreviewRequest("/" + i, request.get(i)).rate());
            }
            return json.writeValueAsString(previews);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("a preview could not be written as JSON", bug);
        }
    }

    private JsonNode read(byte[] body) {
        try {
            return json.reader()
                    .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .readTree(body);
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }
}
