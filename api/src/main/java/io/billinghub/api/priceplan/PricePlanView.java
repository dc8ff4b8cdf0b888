package io.billinghub.api.priceplan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.onboarding.priceplan.model.StoredPricePlan;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One version of a price plan.
 *
 * @param offering key of the offering that it prices
 * @param validTo the day after the last one; the version behind this one may have set it
 * @param plan the document, as it was taken in
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PricePlanView(
        UUID id,

        @Schema(examples = "mobile-data", description = "Key of the offering; absent where it belongs to none")
        String offering,

        @Schema(description = "First day; absent where it has always been valid")
        LocalDate validFrom,

        @Schema(
                description =
                        "The day after the last one, which the next version may have set; absent where it has no end")
        LocalDate validTo,

        Instant changedAt,

        @Schema(implementation = Object.class, description = "See /hub/v1/rating/price-plan-schema")
        JsonNode plan) {

    static PricePlanView of(StoredPricePlan stored) {
        return new PricePlanView(
                stored.id(),
                stored.offering(),
                stored.validFrom(),
                stored.validTo(),
                stored.changedAt(),
                KeptJson.read(stored.definition()));
    }
}
