package io.billinghub.onboarding.masterdata.model;

import java.util.List;

/** What came of an import: all of it, or nothing. */
public sealed interface ImportOutcome {

    /** All is stored; one entry per section that the document holds, in the order of the document's schema. */
    record Imported(List<SectionCount> sections) implements ImportOutcome {
        public Imported {
            sections = List.copyOf(sections);
        }

        /** Whether the document held nothing new. */
        public boolean unchanged() {
            return sections.stream().allMatch(section -> section.created() == 0 && section.updated() == 0);
        }
    }

    /** Nothing is stored; at least one finding, at most {@value Findings#LIMIT}. */
    record Refused(List<Finding> findings) implements ImportOutcome {
        public Refused {
            findings = List.copyOf(findings);
            if (findings.isEmpty()) {
                throw new IllegalArgumentException("a refusal says why");
            }
        }
    }

    /** How many rows of a section were new, different, or as they were. */
    record SectionCount(String section, int created, int updated, int unchanged) {}
}
