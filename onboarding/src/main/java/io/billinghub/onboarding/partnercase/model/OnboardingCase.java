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
 * @param newest what has become of the newest version of the agreement that was proposed; null where none was
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
        Proposed newest,
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

    /** How far a version of the agreement has come. */
    public enum Proposed {
        PROPOSED,
        APPROVED,
        REJECTED,
        IN_FORCE
    }

    /** What has to happen next, and who does it, in plain words; of a later version of the agreement, too. */
    public String waitsFor() {
        boolean apart = state != CaseState.IN_REVIEW && state != CaseState.ENDED;
        return apart && open() ? step() + nextVersion() : step();
    }

    private boolean open() {
        return newest == Proposed.PROPOSED || newest == Proposed.APPROVED;
    }

    private String step() {
        return switch (state) {
            case INVITED -> "The partner, or the marketplace for it, gives VAT number and IBAN (complete).";
            case IN_REVIEW -> review();
            case AGREEMENT_SIGNED -> "An adapter that reads a sample document without a finding (adapter).";
            case ADAPTER_TESTED ->
                "The marketplace certifies the adapter (CERTIFY), or activates the partner at once (ACTIVATE).";
            case CERTIFIED -> "The marketplace activates the partner (ACTIVATE).";
            case ACTIVE -> open() ? "Documents are taken in." : "Nothing: documents are taken in.";
            case SUSPENDED -> "The marketplace lets documents in again (RESUME).";
            case ENDED -> "Nothing: the partnership is over.";
        };
    }

    private String review() {
        if (newest == Proposed.APPROVED) {
            return "The partner accepts the version of the agreement that is approved (accept).";
        }
        return newest == Proposed.PROPOSED
                ? "Another administrator approves the proposed version of the agreement (approve), then the partner accepts it (accept)."
                : "The marketplace proposes a version of the agreement (agreement-versions).";
    }

    private String nextVersion() {
        return newest == Proposed.APPROVED
                ? " A version of the agreement is approved: the partner accepts it (accept)."
                : " A version of the agreement is proposed: another administrator approves it (approve), then the partner accepts it"
                        + " (accept).";
    }
}
