package io.billinghub.core.rating.model;

/** Who knows what a step of an explanation means: the charge model that made it, or words that were kept with it. */
public interface StepWords {

    /**
     * The words for a step without its amount: {@code "first 100 GB at 0.50 EUR"}. Called only when an explanation is read, and
     * with positive quantities; see {@link RatedStep#sentence()}.
     */
    String describe(RatedStep step);

    /** What the step prices. */
    StepKind kind(RatedStep step);
}
