package io.billinghub.adapters.intake;

import io.billinghub.adapters.model.Finding;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** What became of a document; an expected refusal is an outcome, not an exception. */
public sealed interface IntakeOutcome {

    /** The document and its figures; of a duplicate, those of the first. */
    Document document();

    /** {@code received_document.status}. */
    default String status() {
        return document().status();
    }

    /** Whether the same bytes were received before. */
    default boolean duplicate() {
        return false;
    }

    /** Each line was accepted. */
    record Accepted(Document document) implements IntakeOutcome {}

    /** Some lines were accepted, others wait in quarantine. */
    record PartlyAccepted(Document document) implements IntakeOutcome {}

    /** No line was accepted; all wait in quarantine. */
    record Quarantined(Document document) implements IntakeOutcome {}

    /** Nothing but the raw bytes was taken in; the first finding says why. */
    record Refused(Document document) implements IntakeOutcome {}

    /** The partner sent the same bytes before. */
    record Duplicate(IntakeOutcome first) implements IntakeOutcome {
        @Override
        public Document document() {
            return first.document();
        }

        @Override
        public boolean duplicate() {
            return true;
        }
    }

    /**
     * A document and its figures.
     *
     * @param number the partner's document number; null for usage and for what could not be read
     * @param findings the first 100, refusals and quarantine before warnings
     * @param findingCount of all
     */
    record Document(
            UUID id,
            String status,
            String number,
            int acceptedLines,
            int quarantinedLines,
            List<Finding> findings,
            long findingCount) {

        public Document {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(status, "status");
            findings = List.copyOf(findings);
        }

        /** The outcome that the status stands for. */
        IntakeOutcome outcome() {
            switch (status) {
                case "ACCEPTED":
                case DocumentRows.REPLACED:
                    return new Accepted(this);
                case "PARTLY_ACCEPTED":
                    return new PartlyAccepted(this);
                case "QUARANTINED":
                    return new Quarantined(this);
                case "REFUSED":
                    return new Refused(this);
                default:
                    throw new IllegalStateException("document " + id + " is still " + status);
            }
        }
    }
}
