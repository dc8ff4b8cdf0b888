package io.billinghub.onboarding.migration.model;

import java.util.Optional;

/**
 * A kind and currency of a migration: what the old system says, and what the hub holds.
 *
 * @param currency empty for customers
 * @param expected empty where no total was given
 * @param held read from the hub's own tables
 * @param accepted the last acceptance, if any, whatever it was of
 */
public record Reconciled(
        TotalKind kind, String currency, Optional<Total> expected, Total held, Optional<Accepted> accepted) {

    /**
     * A difference that somebody took upon themselves.
     *
     * @param expected empty where no total was given then
     */
    public record Accepted(Optional<Total> expected, Total held, String by, String reason) {}

    /** How the two compare. */
    public enum State {
        AGREES,
        DIFFERS,
        /** There is something, but nobody has said how much there is to be. */
        NO_TOTAL,
        /** It differs, and that is accepted for these very figures. */
        ACCEPTED
    }

    public State state() {
        if (expected.isPresent() && held.agreesWith(expected.get())) {
            return State.AGREES;
        }
        if (accepted.filter(this::isOfTheseFigures).isPresent()) {
            return State.ACCEPTED;
        }
        return expected.isPresent() ? State.DIFFERS : State.NO_TOTAL;
    }

    /** Whether the migration can be completed as far as this goes. */
    public boolean isSettled() {
        return state() == State.AGREES || state() == State.ACCEPTED;
    }

    private boolean isOfTheseFigures(Accepted other) {
        boolean sameExpected = expected.isPresent() == other.expected().isPresent()
                && (expected.isEmpty() || expected.get().isSame(other.expected().orElseThrow()));
        return sameExpected && held.isSame(other.held());
    }
}
