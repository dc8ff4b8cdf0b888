package io.billinghub.adapters.model;

import java.util.Objects;

/**
 * Stops the reading of a document that can't be taken in. It never leaves the module: the intake turns it into the outcome
 * "refused"; it is an exception only because parsers are many calls deep when they find out.
 */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final RuleCode rule;
    private final String place;

    /**
     * @param place where in the raw document
     * @param detail what is wrong there
     */
    public RefusedException(RuleCode rule, String place, String detail) {
        super(detail);
        this.rule = Objects.requireNonNull(rule, "rule");
        this.place = Objects.requireNonNull(place, "place");
    }

    public RuleCode rule() {
        return rule;
    }

    public String place() {
        return place;
    }

    /** The finding that the outcome and the quarantine show. */
    public Finding finding() {
        return new Finding(rule, Severity.REFUSE, null, place, getMessage(), null, null);
    }
}
