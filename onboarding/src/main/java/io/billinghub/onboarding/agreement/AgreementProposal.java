package io.billinghub.onboarding.agreement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;

/**
 * A version of an agreement on its way into force. Who, when and why are null where it has not come to that.
 *
 * @param state PROPOSED, APPROVED, REJECTED or IN_FORCE
 * @param terms with {@code validFrom}
 */
public record AgreementProposal(
        long id,
        UUID uuid,
        int version,
        String state,
        ObjectNode terms,
        String proposedBy,
        Instant proposedAt,
        String decidedBy,
        Instant decidedAt,
        String acceptedBy,
        Instant acceptedAt,
        String reason) {

    public AgreementProposal {
        terms = terms.deepCopy();
    }

    @Override
    public ObjectNode terms() {
        return terms.deepCopy();
    }
}
