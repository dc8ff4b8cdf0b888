package io.billinghub.adapters.descriptor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/**
 * How the documents of one partner get in; read from JSON that the schema has accepted.
 *
 * @param key the adapter's name inside the tenant
 * @param partner key of the partner's role
 * @param agreement key of the agreement that the documents fall under
 * @param mapping the format's own mapping, an empty object where the preset holds
 */
public record AdapterDescriptor(
        String key,
        String partner,
        String agreement,
        Kind kind,
        Transport transport,
        DocumentFormat format,
        CsvDialect dialect,
        JsonNode mapping) {

    /** What the documents hold. */
    public enum Kind {
        /** Lines with amounts. */
        BILL,
        /** Quantities that the hub rates. */
        USAGE
    }

    /** The formats that can be read. */
    public enum DocumentFormat {
        FOCUS,
        UBL,
        EDIFACT,
        JSON,
        NDJSON,
        CSV
    }

    public AdapterDescriptor {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(partner, "partner");
        Objects.requireNonNull(agreement, "agreement");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(dialect, "dialect");
        Objects.requireNonNull(mapping, "mapping");
    }
}
