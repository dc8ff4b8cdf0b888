package io.billinghub.api.document;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.quarantine.Selection;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.core.error.HubException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What clients send about quarantine, and how it reads. */
final class QuarantineRequests {

    private QuarantineRequests() {}

    /** Which entries are to be judged again; {@code dryRun} only counts them. All that is named has to fit. */
    record ReplayRequest(
            String partner, String rule, String cause, UUID document, List<UUID> entries, Boolean dryRun) {}

    /** Why a decision was taken. */
    record ReasonRequest(String reason) {}

    /** Who is to look at an entry: a login or a role; null for nobody. */
    record AssignRequest(String assignee) {}

    /** What is said of an entry; {@code document} is the partner's document that answers it. */
    record CommentRequest(String text, Boolean staffOnly, UUID document) {}

    static Selection selection(JsonBody body) {
        body.allowOnly(
                Set.of("partner", "rule", "cause", "document", "entries", "dryRun"),
                "is none of partner, rule, cause, document, entries, dryRun");
        List<UUID> entries = null;
        JsonNode named = body.json().path("entries");
        if (named.isArray()) {
            entries = new ArrayList<>();
            for (JsonNode entry : named) {
                entries.add(uuid("entries", entry.asText()));
            }
        } else if (!named.isMissingNode() && !named.isNull()) {
            throw new HubException(ApiError.INVALID_BODY, "/entries: must be a list of ids");
        }
        return new Selection(
                body.text("partner").orElse(null),
                body.text("rule").orElse(null),
                body.text("cause").orElse(null),
                document(body),
                entries);
    }

    static UUID document(JsonBody body) {
        return body.text("document").map(id -> uuid("document", id)).orElse(null);
    }

    static boolean flag(JsonBody body, String member) {
        JsonNode node = body.json().path(member);
        if (node.isMissingNode() || node.isNull()) {
            return false;
        }
        if (!node.isBoolean()) {
            throw new HubException(ApiError.INVALID_BODY, "/" + member + ": must be true or false");
        }
        return node.booleanValue();
    }

    private static UUID uuid(String member, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new HubException(ApiError.INVALID_BODY, "/" + member + ": '" + text + "' is no id", e);
        }
    }
}
