package io.billinghub.onboarding.partnercase.model;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A partner on its way on board, or past it.
 *
 * @param partnerId {@code party_role.id}
 * @param partner its key
 * @param agreementId {@code agreement.id}
 * @param party id of the TMF632 organization; the following ones are those of the other TMF resources, null where one was deleted
 * @param adapters by key
 * @param history the oldest first
 */
public record OnboardingCase(
        long id,
        UUID uuid,
        long partnerId,
        String partner,
        String name,
        String country,
        CaseState state,
        String template,
        long agreementId,
        String agreementKey,
        String agreementName,
        UUID party,
        UUID partyRole,
        UUID agreement,
        UUID partnership,
        UUID settlementAccount,
        List<Adapter> adapters,
        List<Step> history,
        Instant createdAt,
        String createdBy,
        Instant changedAt) {

    public OnboardingCase {
        adapters = List.copyOf(adapters);
        history = List.copyOf(history);
    }

    /** @param testedVersion the version that has read the sample; null where none has */
    public record Adapter(String key, int version, Integer testedVersion) {}

    /** @param from null for the first step */
    public record Step(CaseState from, CaseState to, String by, Instant at, String reason) {}

    /** What has to happen next, and who does it; one plain sentence. */
    public String waitsFor() {
        return switch (state) {
            case INVITED -> "The partner, or the marketplace for it, gives VAT number and IBAN (complete).";
            case IN_REVIEW ->
                "Another administrator approves the proposed version of the agreement (approve), then the partner accepts it (accept).";
            case AGREEMENT_SIGNED -> "An adapter that reads a sample document without a finding (adapter).";
            case ADAPTER_TESTED ->
                "The marketplace certifies the adapter (CERTIFY), or activates the partner at once (ACTIVATE).";
            case CERTIFIED -> "The marketplace activates the partner (ACTIVATE).";
            case ACTIVE -> "Nothing: documents are taken in.";
            case SUSPENDED -> "The marketplace lets documents in again (RESUME).";
            case ENDED -> "Nothing: the partnership is over.";
        };
    }
}
