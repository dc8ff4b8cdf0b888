package io.billinghub.core.delivery.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How the documents of a bill were, or are to be, handed over.
 *
 * @param place in the list of all deliveries
 * @param attempts that were begun
 * @param nextAttempt when it is tried next; empty once it has ended
 * @param endedAt when it was taken, or given up
 * @param failure what went wrong the last time
 * @param proof what the other side said when it took it
 * @param documents what was handed over; empty until then, and where only a link was
 */
public record Delivery(
        long place,
        UUID id,
        UUID bill,
        String billNumber,
        String account,
        Channel channel,
        String target,
        State state,
        int attempts,
        Instant queuedAt,
        Optional<Instant> nextAttempt,
        Optional<Instant> endedAt,
        Optional<String> failure,
        Optional<Proof> proof,
        List<Sent> documents) {

    /** Where it stands. */
    public enum State {
        PENDING,
        DELIVERED,
        FAILED
    }

    /** A document as it was handed over; the hash is SHA-256 in lower-case hex. */
    public record Sent(String name, String mediaType, long size, String sha256) {}

    public Delivery {
        documents = List.copyOf(documents);
    }
}
