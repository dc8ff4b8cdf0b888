package io.billinghub.api.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.core.delivery.model.Channel;
import io.billinghub.core.delivery.model.Delivery;
import io.billinghub.core.delivery.model.Proof;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * How the documents of a bill were, or are to be, handed over.
 *
 * @param attempts that were begun
 * @param nextAttempt when it is tried next; missing once it has ended
 * @param endedAt when it was taken, or given up
 * @param failure what went wrong the last time
 * @param answer what the other side said when it took the documents
 * @param messageId by which the other side knows them: of a mail its Message-ID
 * @param documents what was handed over, with SHA-256 in lower-case hex; empty until then, and where only a link was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeliveryView(
        UUID id,
        UUID billId,
        String billNumber,
        String account,
        Channel channel,
        String target,
        Delivery.State state,
        int attempts,
        Instant queuedAt,
        Instant nextAttempt,
        Instant endedAt,
        String failure,
        String answer,
        String messageId,
        List<Delivery.Sent> documents) {

    public DeliveryView {
        documents = List.copyOf(documents);
    }

    static DeliveryView of(Delivery delivery) {
        return new DeliveryView(
                delivery.id(),
                delivery.bill(),
                delivery.billNumber(),
                delivery.account(),
                delivery.channel(),
                delivery.target(),
                delivery.state(),
                delivery.attempts(),
                delivery.queuedAt(),
                delivery.nextAttempt().orElse(null),
                delivery.endedAt().orElse(null),
                delivery.failure().orElse(null),
                delivery.proof().map(Proof::answer).orElse(null),
                delivery.proof().flatMap(Proof::messageId).orElse(null),
                delivery.documents());
    }
}
