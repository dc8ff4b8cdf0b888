package io.billinghub.core.accountterms.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The versions of the terms of one key. A version that has begun is changed no more but for its end; one that has not begun can be
 * replaced and withdrawn. Versions never overlap: where the next one begins, the one before ends.
 *
 * @param versions by their begin; may be empty
 */
public record TermsHistory(List<StoredTerms> versions) {
    /** Keeps a copy of the list. */
    public TermsHistory {
        versions = List.copyOf(versions);
    }

    /** What a change comes to. */
    public sealed interface Outcome {}

    /**
     * What is to be done, in this order.
     *
     * @param withdrawn the version that had not begun, and is gone
     * @param ended the version before with its new end
     * @param version the number that a new version gets
     * @param edit what the last version counts then
     */
    public record Change(Optional<StoredTerms> withdrawn, Optional<Ended> ended, int version, int edit)
            implements Outcome {}

    /** @param terms with the new end */
    public record Ended(StoredTerms version, TermsDocument terms) {}

    /** @param problem why nothing is done, for people */
    public record Refused(String problem) implements Outcome {}

    /** What the last version counts; empty where there is none. */
    public OptionalInt edit() {
        return last().map(last -> OptionalInt.of(last.edit())).orElse(OptionalInt.empty());
    }

    /** The last version. */
    public Optional<StoredTerms> last() {
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
    }

    /**
     * With one more version, which replaces the last one if that has not begun. It may begin before today: periods from then on that are
     * not billed yet get it.
     */
    public Outcome put(TermsDocument next, LocalDate today) {
        Optional<StoredTerms> replaced =
                last().filter(last -> last.terms().validFrom().isAfter(today));
        Optional<StoredTerms> before = before(replaced);
        if (before.isPresent() && !next.validFrom().isAfter(before.get().terms().validFrom())) {
            return new Refused("version " + before.get().version() + " has begun on "
                    + before.get().terms().validFrom() + "; the next one begins later, not on " + next.validFrom());
        }
        Optional<Ended> ended = before.filter(version -> {
                    LocalDate end = version.terms().validTo();
                    return end == null || end.isAfter(next.validFrom()) || followed(version, replaced);
                })
                .map(version -> ended(version, next.validFrom()));
        return new Change(replaced, ended, before.map(StoredTerms::version).orElse(0) + 1, nextEdit());
    }

    /**
     * Without terms from the day on; a last version that has not begun by then and by today is gone. The day may be before today: periods
     * that begin on it or later and are not billed yet lose the terms.
     */
    public Outcome end(LocalDate validTo, LocalDate today) {
        if (versions.isEmpty()) {
            return new Refused("there is no version");
        }
        StoredTerms last = versions.get(versions.size() - 1);
        Optional<StoredTerms> withdrawn = Optional.of(last)
                .filter(version -> !validTo.isAfter(version.terms().validFrom())
                        && version.terms().validFrom().isAfter(today));
        Optional<StoredTerms> ending = before(withdrawn);
        if (ending.isEmpty()) {
            return new Change(withdrawn, Optional.empty(), 0, nextEdit());
        }
        StoredTerms version = ending.get();
        if (!validTo.isAfter(version.terms().validFrom())) {
            return new Refused("version " + version.version() + " has begun on "
                    + version.terms().validFrom() + "; the terms end later, not on " + validTo);
        }
        LocalDate end = version.terms().validTo();
        boolean stays = end != null && end.isBefore(validTo) && !followed(version, withdrawn);
        if (stays && withdrawn.isEmpty()) {
            return new Refused(
                    "version " + version.version() + " ends on " + end + " already; let a new version begin instead");
        }
        return new Change(withdrawn, Optional.of(ended(version, stays ? end : validTo)), version.version(), nextEdit());
    }

    private Optional<StoredTerms> before(Optional<StoredTerms> gone) {
        int left = versions.size() - (gone.isPresent() ? 1 : 0);
        return left == 0 ? Optional.empty() : Optional.of(versions.get(left - 1));
    }

    /** Whether the version ends only because the other one began there. */
    private static boolean followed(StoredTerms version, Optional<StoredTerms> by) {
        return by.isPresent()
                && by.get().terms().validFrom().equals(version.terms().validTo());
    }

    private static Ended ended(StoredTerms version, LocalDate end) {
        return new Ended(version, version.terms().endingOn(end));
    }

    private int nextEdit() {
        return edit().orElse(0) + 1;
    }
}
