package io.billinghub.embedded.measure;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.embedded.demo.HubClient;
import io.billinghub.embedded.demo.HubClient.Answer;
import java.util.EnumMap;
import java.util.Map;

/** Works off what waits, through the hub's API, knowing which documents are right; each request that a person would make is a touch. */
final class Operator {
    private static final String MANAGER = "billing-manager";
    private static final String QUARANTINE = "/hub/v1/quarantine";
    private static final int PAGE = 500;

    private final HubClient hub;
    private final Map<Touch, Integer> touches = new EnumMap<>(Touch.class);
    /** Entries that neither could be waived nor rejected. */
    private int left;

    Operator(HubClient hub) {
        this.hub = hub;
    }

    Map<Touch, Integer> touches() {
        return touches;
    }

    int left() {
        return left;
    }

    /** Says that something was done by a person beside the quarantine. */
    void touched(Touch touch, int times) {
        touches.merge(touch, times, Integer::sum);
    }

    /**
     * Opens each entry of these documents, lets right ones pass and rejects wrong ones.
     *
     * @param right of each document, by its id in the hub, whether it is
     */
    void work(Map<String, Boolean> right) throws InterruptedException {
        String cursor = "";
        do {
            JsonNode page = HubClient.expect(
                    hub.get(MANAGER, QUARANTINE + "?status=OPEN&limit=" + PAGE + cursor), "the quarantine", 200);
            touched(Touch.LIST_READ, 1);
            for (JsonNode entry : page.path("items")) {
                Boolean ofRight = right.get(entry.path("document").asText());
                if (ofRight != null) {
                    settle(entry, ofRight);
                }
            }
            cursor = page.path("next").isTextual()
                    ? "&cursor=" + page.path("next").asText()
                    : "";
        } while (!cursor.isEmpty());
    }

    private void settle(JsonNode listed, boolean right) throws InterruptedException {
        switch (listed.path("severity").asText()) {
            case "WARN" -> touched(Touch.WARNING_READ, 1);
            case "REFUSE" -> touched(Touch.REFUSED_DOCUMENT_TOLD, 1);
            default -> {
                String path = QUARANTINE + "/" + listed.path("id").asText();
                JsonNode entry = HubClient.expect(hub.get(MANAGER, path), "an entry", 200)
                        .path("entry");
                touched(Touch.ENTRY_OPENED, 1);
                if (!entry.path("status").asText().equals("OPEN")) {
                    return; // settled with another entry of the same document
                }
                boolean waive = right && entry.path("waivable").asBoolean();
                Answer answer =
                        hub.post(MANAGER, path + (waive ? "/waive" : "/reject"), "{\"reason\": \"Looked at by hand\"}");
                if (answer.status() >= 300) {
                    left++;
                } else {
                    touched(waive ? Touch.ENTRY_WAIVED : Touch.ENTRY_REJECTED, 1);
                }
            }
        }
    }
}
