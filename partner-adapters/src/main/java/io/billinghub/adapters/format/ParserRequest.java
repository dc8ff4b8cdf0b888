package io.billinghub.adapters.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.model.DocumentKind;
import java.util.Objects;

/**
 * What a parser is made of; options and mapping have been accepted by the format's JSON Schema.
 *
 * @param options the descriptor's {@code format}
 * @param mapping the descriptor's {@code mapping}, an empty object where it has none
 * @param fileName as the document was received, or null; a bill without a number is called after it
 * @param maxMappedBytes largest document that is held whole in memory
 */
public record ParserRequest(
        DocumentKind kind, JsonNode options, JsonNode mapping, String fileName, long maxMappedBytes) {

    public ParserRequest {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(mapping, "mapping");
    }
}
