package io.billinghub.core.rating.model;

import java.util.Objects;

/**
 * The words of a step that was kept, or that no charge model has made.
 *
 * @param kind what the step prices
 * @param english what it says in English, without label and amount
 */
public record KeptWords(StepKind kind, String english) implements StepWords {
    /** Refuses a missing part. */
    public KeptWords {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(english, "english");
    }

    @Override
    public String describe(RatedStep step) {
        return english;
    }

    @Override
    public StepKind kind(RatedStep step) {
        return kind;
    }
}
