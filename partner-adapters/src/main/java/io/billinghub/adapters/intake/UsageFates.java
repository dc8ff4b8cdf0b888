package io.billinghub.adapters.intake;

import java.util.List;
import java.util.UUID;

/**
 * What became of the events of a batch.
 *
 * @param document the batch itself, which is kept as it came
 * @param received how many events there were; each was accepted, is a duplicate or was refused
 * @param notAccepted those that were not accepted, by position
 */
public record UsageFates(UUID document, int received, int accepted, List<Fate> notAccepted) {

    public UsageFates {
        notAccepted = List.copyOf(notAccepted);
    }

    /** Why an event was not accepted. */
    public enum Reason {
        /** The sender has sent this id before, or twice in this batch; what was sent first counts. */
        DUPLICATE,
        /** It breaks a rule; send it again when it is corrected, or when what it misses is there. */
        REFUSED
    }

    /**
     * One event that was not accepted.
     *
     * @param position in the batch, from 1
     * @param id as it was sent; empty if it could not be read
     * @param code of the rule
     * @param detail what is wrong, with the values that are
     * @param whatToDo for people
     */
    public record Fate(int position, String id, Reason reason, String code, String detail, String whatToDo) {}

    /** How many of them have this reason. */
    public int count(Reason reason) {
        return (int)
                notAccepted.stream().filter(fate -> fate.reason() == reason).count();
    }
}
