package io.billinghub.api.prepaid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.api.tmf630.resource.ReferenceId;
import io.billinghub.core.error.HubException;
import io.billinghub.core.prepaid.model.Movement;
import io.billinghub.core.prepaid.model.PrepaidAmount;
import io.billinghub.core.prepaid.model.UsageType;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** What a client says of a movement, its types checked. */
record MovementRequest(ObjectNode body) {

    /** What is not kept as it came. */
    private static final Set<String> INTERPRETED = Set.of(
            "id",
            "href",
            "amount",
            "bucket",
            "confirmationDate",
            "description",
            "partyAccount",
            "reason",
            "requestedDate",
            "status",
            "usageType",
            "validFor");

    UsageType usageType() {
        String said = body.path("usageType").asText();
        return UsageType.of(said)
                .orElseThrow(() -> new HubException(
                        ApiError.UNSUPPORTED_VALUE,
                        "/usageType: must be monetary, voice, data, sms or other, not '" + said + "'."));
    }

    /** The bucket that is named; empty where one is to be opened. */
    Optional<UUID> bucket() {
        JsonNode id = body.path("bucket").path("id");
        if (id.isMissingNode() || id.isNull()) {
            return Optional.empty();
        }
        if (!id.isTextual()) {
            throw new HubException(ApiError.INVALID_BODY, "/bucket/id: must be a text.");
        }
        return Optional.of(ReferenceId.parse(id.textValue(), "/bucket/id"));
    }

    Optional<UUID> account() {
        JsonNode id = body.path("partyAccount").path("id");
        return id.isTextual() ? Optional.of(ReferenceId.parse(id.textValue(), "/partyAccount/id")) : Optional.empty();
    }

    Movement movement(UUID id) {
        JsonNode amount = body.path("amount");
        if (!amount.path("amount").isNumber() || !amount.path("units").isTextual()) {
            throw new HubException(
                    ApiError.INVALID_BODY, "/amount: must have 'amount', a number, and 'units', a currency or a unit.");
        }
        String kept = new JsonBody(body, "movement").kept(INTERPRETED);
        return checked(() -> {
            PrepaidAmount said = new PrepaidAmount(
                    amount.path("amount").decimalValue(), amount.path("units").textValue());
            return new Movement(
                    id,
                    usageType() == UsageType.MONETARY ? said.requireMoney() : said,
                    text("description"),
                    text("reason"),
                    kept);
        });
    }

    private Optional<String> text(String member) {
        return Optional.ofNullable(body.path(member).textValue());
    }

    /** The refusal names the place. */
    static <T> T checked(Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException wrong) {
            throw new HubException(ApiError.INVALID_BODY, "/" + wrong.getMessage() + ".", wrong);
        }
    }
}
