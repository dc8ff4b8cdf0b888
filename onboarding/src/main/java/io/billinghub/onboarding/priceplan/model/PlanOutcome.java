package io.billinghub.onboarding.priceplan.model;

import java.util.List;
import java.util.UUID;

/** What came of taking price plans in: all of them, or nothing. */
public sealed interface PlanOutcome {

    /**
     * All are stored.
     *
     * @param plans in the order in which they were given
     * @param created how many were new
     * @param updated how many were there and have another end now
     */
    record Stored(List<StoredVersion> plans, int created, int updated, int unchanged) implements PlanOutcome {
        public Stored {
            plans = List.copyOf(plans);
        }
    }

    /** Nothing is stored; at least one finding. */
    record Refused(List<PlanFinding> findings) implements PlanOutcome {
        public Refused {
            findings = List.copyOf(findings);
            if (findings.isEmpty()) {
                throw new IllegalArgumentException("a refusal says why");
            }
        }
    }

    /** @param offering key of the offering; null where it belongs to none */
    record StoredVersion(UUID id, String key, int version, String offering) {}
}
