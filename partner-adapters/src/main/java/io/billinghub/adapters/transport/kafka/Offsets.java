package io.billinghub.adapters.transport.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Per partition the offset behind the last record that is stored. */
final class Offsets {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Integer, Long> next = new TreeMap<>();

    static Offsets of(Optional<String> cursor) {
        Offsets offsets = new Offsets();
        try {
            JsonNode kept = JSON.readTree(cursor.orElse("{}"));
            kept.properties().forEach(partition -> {
                if (partition.getKey().matches("\\d{1,9}")
                        && partition.getValue().isIntegralNumber()) {
                    offsets.set(
                            Integer.parseInt(partition.getKey()),
                            partition.getValue().asLong());
                }
            });
        } catch (JsonProcessingException e) { // of another transport, before the descriptor was changed
            return new Offsets();
        }
        return offsets;
    }

    Optional<Long> of(int partition) {
        return Optional.ofNullable(next.get(partition));
    }

    void set(int partition, long offset) {
        next.put(partition, offset);
    }

    @Override
    public String toString() {
        ObjectNode kept = JSON.createObjectNode();
        next.forEach((partition, offset) -> kept.put(String.valueOf(partition), offset));
        return kept.toString();
    }
}
