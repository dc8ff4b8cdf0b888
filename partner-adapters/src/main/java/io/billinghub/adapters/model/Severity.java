package io.billinghub.adapters.model;

/** What a rule that is broken does; ordered from the mildest to the strictest. */
public enum Severity {
    /** Noted; blocks nothing. */
    WARN,
    /** The line, or the whole bill, is kept but not billed until somebody decides. */
    QUARANTINE,
    /** The whole document is refused: no line of it is taken in. */
    REFUSE;

    /** The stricter one of the two. */
    public Severity atLeast(Severity other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
