package io.billinghub.adapters.shadow;

import io.billinghub.adapters.model.Evidence;
import java.util.Optional;

/**
 * A difference in words.
 *
 * @param detail what a person reads
 */
record Explained(String detail, Evidence evidence) {

    static Explained of(Compared compared, Optional<Guess> likely, int lines) {
        String expected = compared.words(compared.expected());
        String stated = compared.words(compared.billed().net());
        StringBuilder words = new StringBuilder("the price \"")
                .append(compared.plan().name())
                .append("\" (version ")
                .append(compared.plan().version())
                .append(") gives ")
                .append(expected)
                .append(" for ")
                .append(compared.quantity());
        if (lines > 1) {
            words.append(" of ").append(lines).append(" lines together");
        }
        words.append(", the partner states ")
                .append(stated)
                .append("; the difference is ")
                .append(compared.words(compared.billed().net().subtract(compared.expected())))
                .append(". ");
        likely.ifPresentOrElse(
                guess -> words.append("Likely cause: ")
                        .append(stated)
                        .append(" is what ")
                        .append(guess.words())
                        .append("; ")
                        .append(guess.agreed())
                        .append(" gives ")
                        .append(expected),
                () -> words.append("None of the usual causes gives this amount"));
        Cause cause = likely.map(Guess::cause).orElse(Cause.UNKNOWN);
        return new Explained(
                words.toString(),
                new Evidence(compared.expected(), compared.billed().net(), cause.name()));
    }
}
