package io.billinghub.api.accountterms;

import io.billinghub.core.accountterms.model.PointsRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Loyalty points that an account wants to burn. */
@Schema(name = "PointsRequest")
public record PointsRequestView(
        UUID id,
        @Schema(examples = "100") BigDecimal points,

        @Schema(description = "In the bill of the period that this day is in")
        LocalDate day,

        Instant askedAt,
        @Schema(examples = "billing-operative") String askedBy,
        @Schema(examples = "false") boolean withdrawn) {

    static PointsRequestView of(PointsRequest request) {
        return new PointsRequestView(
                request.id(), request.points(), request.day(), request.at(), request.by(), request.withdrawn());
    }
}
