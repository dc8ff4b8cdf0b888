package io.billinghub.core.rating.modifier;

/** What a line charges for. */
public enum ChargeKind {
    /** Usage in the period. */
    USAGE(true),
    /** A fee for the period. */
    RECURRING(true),
    /** A fee, once. */
    ONE_TIME(true),
    /** What a partner has rated itself. */
    PARTNER(true),
    /** What is missing up to a minimum spend. */
    TRUE_UP(false),
    /** What is missing up to a commitment. */
    SHORTFALL(false),
    /** What this account pays for another one. */
    SPONSORED(false);

    private final boolean service;

    ChargeKind(boolean service) {
        this.service = service;
    }

    /**
     * Whether the line is for a service that was given. Only such lines are discounted, count towards a minimum, a maximum
     * or a commitment, and are sponsored; what a modifier has added is not, unless a scope names its kind. A minimum counts
     * what another one has added: {@link LineScope#matchesForMinimum}.
     */
    public boolean isService() {
        return service;
    }
}
