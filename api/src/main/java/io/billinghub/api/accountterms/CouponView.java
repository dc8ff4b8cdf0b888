package io.billinghub.api.accountterms;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.core.accountterms.model.HandedIn;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A coupon that an account has handed in. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "HandedInCoupon")
public record CouponView(
        UUID id,
        @Schema(examples = "WELCOME-2037") String code,

        @Schema(description = "In the time zone of the account's cycle; periods that end by then do not know it")
        LocalDate day,

        Instant handedInAt,
        @Schema(examples = "billing-operative") String handedInBy,

        @Schema(description = "The day on which it was taken back; periods that end by then still count it")
        LocalDate withdrawnOn) {

    static CouponView of(HandedIn coupon) {
        return new CouponView(coupon.id(), coupon.code(), coupon.day(), coupon.at(), coupon.by(), coupon.withdrawnOn());
    }
}
