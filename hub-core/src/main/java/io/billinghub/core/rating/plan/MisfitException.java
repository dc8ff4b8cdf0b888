package io.billinghub.core.rating.plan;

/** A part of a price plan, or of the terms of accounts, that makes sense by itself does not fit the other parts. */
public final class MisfitException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String part;

    /**
     * What does not fit, and why.
     *
     * @param part the place inside of the document, for example {@code modifiers.allowance.unit}
     * @param problem what is allowed there, as a sentence whose subject is the part
     */
    public MisfitException(String part, String problem) {
        super(problem);
        this.part = part;
    }

    /** The place inside of the document. */
    public String part() {
        return part;
    }
}
