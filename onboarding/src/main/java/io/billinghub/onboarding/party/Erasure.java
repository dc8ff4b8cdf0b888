package io.billinghub.onboarding.party;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/**
 * What has become of a person's data.
 *
 * @param pseudonym what stands in the place of the name from now on
 * @param retained what the law has kept, with its end
 */
public record Erasure(String pseudonym, List<Retained> retained) {

    public Erasure {
        Objects.requireNonNull(pseudonym, "pseudonym");
        retained = List.copyOf(retained);
    }

    /**
     * Documents that still hold the person's name.
     *
     * @param what in words
     * @param count how many
     * @param until the first day on which they may be destroyed
     */
    public record Retained(String what, long count, LocalDate until) {}
}
