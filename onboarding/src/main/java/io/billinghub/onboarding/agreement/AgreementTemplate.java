package io.billinghub.onboarding.agreement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * What agreements begin with.
 *
 * @param definition the terms as of {@link AgreementText}, with {@code $partner} where the partner's key will stand
 * @param validTo first day on which the next version holds; null without end
 */
public record AgreementTemplate(
        long id,
        UUID uuid,
        String key,
        int version,
        ObjectNode definition,
        LocalDate validFrom,
        LocalDate validTo,
        Instant createdAt,
        String createdBy) {

    public AgreementTemplate {
        definition = definition.deepCopy();
    }

    @Override
    public ObjectNode definition() {
        return definition.deepCopy();
    }

    /** The terms alone, with the partner's key in its place. */
    public ObjectNode forPartner(String partner) {
        ObjectNode terms = AgreementText.forPartner(definition, partner);
        terms.remove(List.of("name", "offering"));
        return terms;
    }
}
