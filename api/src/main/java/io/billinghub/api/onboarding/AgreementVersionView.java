package io.billinghub.api.onboarding;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.billinghub.onboarding.agreement.AgreementProposal;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A version of an agreement, on its way into force or past it; who and when are absent where it has not come to that. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AgreementVersionView(
        UUID id,
        int version,

        @Schema(enumeration = {"PROPOSED", "APPROVED", "REJECTED", "IN_FORCE"})
        String state,

        @Schema(type = SchemaType.OBJECT) @JsonRawValue String terms,
        String proposedBy,
        Instant proposedAt,
        String decidedBy,
        Instant decidedAt,
        String acceptedBy,
        Instant acceptedAt,
        String reason) {

    static AgreementVersionView of(AgreementProposal shown) {
        return new AgreementVersionView(
                shown.uuid(),
                shown.version(),
                shown.state(),
                shown.terms().toString(),
                shown.proposedBy(),
                shown.proposedAt(),
                shown.decidedBy(),
                shown.decidedAt(),
                shown.acceptedBy(),
                shown.acceptedAt(),
                shown.reason());
    }
}
