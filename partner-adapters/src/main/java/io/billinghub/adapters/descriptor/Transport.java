package io.billinghub.adapters.descriptor;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How documents come to the hub.
 *
 * @param type the transport's name in descriptors and on documents; {@code push} where the partner sends
 * @param options the descriptor's {@code transport}, as its schema has accepted it
 * @param schedule how often the hub pulls; empty where it does so on demand only, or not at all
 */
public record Transport(String type, JsonNode options, Optional<Duration> schedule) {
    public Transport {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(schedule, "schedule");
    }
}
