package io.billinghub.onboarding.migration.model;

/** What became of a row. */
public enum Fate {
    /** It is stored. */
    TAKEN,
    /** It was taken before with the same values. */
    DUPLICATE,
    /** It is not stored. */
    REFUSED
}
