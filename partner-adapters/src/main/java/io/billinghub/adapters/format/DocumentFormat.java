package io.billinghub.adapters.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One format that documents may have. Its options and its mapping are described by {@code schema/format/TYPE.schema.json},
 * to which the descriptor's schema refers.
 */
public interface DocumentFormat {

    /** The format's name in descriptors. */
    String type();

    /** What is wrong with options and mapping that the schema has accepted, such as an expression that does not compile. */
    default List<FormatFlaw> flaws(JsonNode options, JsonNode mapping) {
        return List.of();
    }

    /** The parser of one document. */
    DocumentParser parser(ParserRequest request);
}
