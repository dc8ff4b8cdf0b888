package io.billinghub.adapters.descriptor;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.format.DocumentFormat;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.format.ParserRequest;
import io.billinghub.adapters.model.DocumentKind;
import java.util.Objects;

/**
 * How the documents of one partner get in; read from JSON that the schema has accepted.
 *
 * @param key the adapter's name inside the tenant
 * @param partner key of the partner's role
 * @param agreement key of the agreement that the documents fall under
 * @param formatOptions the descriptor's {@code format}
 * @param mapping the format's own mapping, an empty object where the preset holds
 */
public record AdapterDescriptor(
        String key,
        String partner,
        String agreement,
        DocumentKind kind,
        Transport transport,
        DocumentFormat format,
        JsonNode formatOptions,
        JsonNode mapping) {

    public AdapterDescriptor {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(partner, "partner");
        Objects.requireNonNull(agreement, "agreement");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(formatOptions, "formatOptions");
        Objects.requireNonNull(mapping, "mapping");
    }

    /**
     * The parser of one document.
     *
     * @param fileName as it was received, or null; a bill without a number is called after it
     * @param maxMappedBytes largest document that is held whole in memory
     */
    public DocumentParser parser(String fileName, long maxMappedBytes) {
        return format.parser(new ParserRequest(kind, formatOptions, mapping, fileName, maxMappedBytes));
    }
}
