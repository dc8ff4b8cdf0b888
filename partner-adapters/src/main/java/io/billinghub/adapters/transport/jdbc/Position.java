package io.billinghub.adapters.transport.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/**
 * How far a query's rows are stored.
 *
 * @param since rows up to this value of the cursor's column are stored
 * @param until rows up to this one are being stored; null where none are
 */
record Position(String since, String until) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param initial where there is no cursor yet */
    static Position of(Optional<String> cursor, String initial) {
        try {
            JsonNode kept = JSON.readTree(cursor.orElse("{}"));
            return new Position(
                    kept.path("since").asText(initial), kept.path("until").textValue());
        } catch (JsonProcessingException e) { // of another transport, before the descriptor was changed
            return new Position(initial, null);
        }
    }

    @Override
    public String toString() {
        var kept = JSON.createObjectNode().put("since", since);
        return (until == null ? kept : kept.put("until", until)).toString();
    }
}
