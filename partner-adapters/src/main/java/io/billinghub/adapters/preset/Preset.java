package io.billinghub.adapters.preset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/**
 * What descriptors that name a preset begin with.
 *
 * @param name as descriptors name it: the name of its folder
 * @param title what kind of bill it is for, in a few words
 * @param descriptor {@code kind}, {@code format} and {@code mapping}
 * @param sampleName the sample's file name
 * @param sample the sample; null where it is no text
 */
public record Preset(String name, String title, ObjectNode descriptor, String sampleName, String sample) {

    public Preset {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(descriptor, "descriptor");
        Objects.requireNonNull(sampleName, "sampleName");
    }

    /**
     * The descriptor with what it leaves to the preset. What it says itself holds, also inside of {@code format} and {@code
     * mapping}; lists are replaced whole.
     */
    public ObjectNode under(ObjectNode given) {
        return merged(descriptor, given);
    }

    private static ObjectNode merged(ObjectNode below, ObjectNode above) {
        ObjectNode result = below.deepCopy();
        above.properties().forEach(field -> {
            JsonNode lower = result.get(field.getKey());
            result.set(
                    field.getKey(),
                    lower instanceof ObjectNode low && field.getValue() instanceof ObjectNode high
                            ? merged(low, high)
                            : field.getValue());
        });
        return result;
    }
}
