package io.billinghub.api.accountterms;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.core.billrun.application.LoyaltyPoints;
import io.billinghub.core.rating.modifier.loyalty.PointLot;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Loyalty points of an account. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "LoyaltyPoints")
public record LoyaltyPointsView(
        @Schema(description = "What has not expired today, of all lots", examples = "120")
        BigDecimal points,

        List<Lot> lots,

        @Schema(
                description =
                        "The latest run that has priced the account's terms, also one in review; absent before the first")
        UUID run,

        @Schema(description = "The first day of the period that this run bills", examples = "2026-10-01")
        LocalDate period) {

    /** Points that were earned together. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "LoyaltyPointsLot")
    public record Lot(
            @Schema(description = "What is left of them", examples = "120")
            BigDecimal points,

            @Schema(description = "The day after the period in which they were earned", examples = "2026-11-01")
            LocalDate earnedOn,

            @Schema(description = "The first day on which they can't be burnt any more; absent if they never expire")
            LocalDate expires) {

        static Lot of(PointLot lot) {
            return new Lot(lot.points(), lot.earnedOn(), lot.expires());
        }
    }

    static LoyaltyPointsView of(LoyaltyPoints.Balance balance) {
        return new LoyaltyPointsView(
                balance.points(),
                balance.lots().stream().map(Lot::of).toList(),
                balance.run().orElse(null),
                balance.period().orElse(null));
    }
}
