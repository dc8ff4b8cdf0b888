package io.billinghub.onboarding.priceplan.model;

import java.util.List;

/** What came of reading a document of price plans. */
public sealed interface PlanReading {

    /** Where the parts of its plans stand in a document. */
    @FunctionalInterface
    interface Places {
        /**
         * @param plan position of the plan, from 0
         * @param pointer JSON pointer into {@code {"offering": …, "plan": …}}; a part that has no place of its own stands where the
         *     next larger one does
         */
        Place of(int plan, String pointer);
    }

    /** It holds at least one plan, each of which may still be refused by the rules. */
    record Accepted(List<GivenPlan> plans, Places places) implements PlanReading {
        public Accepted {
            plans = List.copyOf(plans);
        }
    }

    /** It can't be read; at least one finding. */
    record Refused(List<PlanFinding> findings) implements PlanReading {
        public Refused {
            findings = List.copyOf(findings);
        }
    }
}
