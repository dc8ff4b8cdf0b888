package io.billinghub.onboarding.party;

import io.billinghub.onboarding.masterdata.model.Finding;
import java.util.List;

/** What came of an edit; looked at in this order: unknown, invalid, stale. */
public sealed interface PartyUpdate {

    /** It is stored, or was so already. */
    record Updated(PartyView party) implements PartyUpdate {}

    /** The tenant has no such party. */
    record Unknown() implements PartyUpdate {}

    /** Values are wrong; pointers lead into the change. */
    record Invalid(List<Finding> findings) implements PartyUpdate {
        public Invalid {
            findings = List.copyOf(findings);
        }
    }

    /** Somebody else changed it in the meantime; this is what it is now. */
    record Stale(PartyView current) implements PartyUpdate {}
}
