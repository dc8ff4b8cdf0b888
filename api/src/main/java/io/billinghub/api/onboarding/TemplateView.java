package io.billinghub.api.onboarding;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.billinghub.onboarding.agreement.AgreementTemplate;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** @param validTo first day on which the next version holds; absent without end */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TemplateView(
        UUID id,
        String key,
        int version,
        LocalDate validFrom,
        LocalDate validTo,
        @Schema(type = SchemaType.OBJECT) @JsonRawValue String definition,
        Instant createdAt,
        String createdBy) {

    static final String PATH = "/hub/v1/agreement-templates";

    static TemplateView of(AgreementTemplate shown) {
        return new TemplateView(
                shown.uuid(),
                shown.key(),
                shown.version(),
                shown.validFrom(),
                shown.validTo(),
                shown.definition().toString(),
                shown.createdAt(),
                shown.createdBy());
    }
}
