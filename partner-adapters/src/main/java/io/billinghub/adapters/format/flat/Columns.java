package io.billinghub.adapters.format.flat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Names of columns in mappings. */
public final class Columns {
    private Columns() {}

    /** One name, or a list of them; none where there is no node. */
    public static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        if (node.isTextual()) {
            names.add(node.asText());
        }
        node.forEach(name -> names.add(name.asText()));
        return List.copyOf(names);
    }
}
