package io.billinghub.adapters.intake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.core.event.model.DomainEvent;
import io.billinghub.core.event.model.Topic;
import io.billinghub.core.identity.StableId;
import java.time.Instant;
import java.util.Locale;

/** What is told of a document: one event for each status that it reaches. */
final class DocumentEvents {

    private static final ObjectMapper JSON = new ObjectMapper();

    private DocumentEvents() {}

    /** @param number the partner's number of the bill; null for usage and for what could not be read */
    static DomainEvent event(
            DocumentRows.ToProcess document, String status, String number, int accepted, int quarantined, Instant at) {
        String type =
                "io.billinghub.document." + status.toLowerCase(Locale.ROOT).replace('_', '-') + ".v1";
        ObjectNode data = JSON.createObjectNode()
                .put("documentId", document.uuid().toString())
                .put("partner", document.partner())
                .put("adapter", document.adapter())
                .put("status", status)
                .put("documentNumber", number)
                .put("acceptedLines", accepted)
                .put("quarantinedLines", quarantined);
        return new DomainEvent(
                StableId.of(document.uuid(), type),
                Topic.DOCUMENTS,
                document.partner(),
                type,
                document.uuid().toString(),
                at,
                data.toString());
    }
}
