package io.billinghub.adapters.format.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.format.Utf8;
import io.billinghub.adapters.mapping.ExactJson;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.core.error.JsonFlaw;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A JSON document that is held whole. */
final class JsonFile {

    private JsonFile() {}

    static JsonNode read(Path file, long maxBytes) throws IOException {
        if (Files.size(file) > maxBytes) {
            throw new RefusedException(
                    RuleCode.MALFORMED_DOCUMENT,
                    "document",
                    "JSON is mapped as a whole, so it may have " + maxBytes
                            + " bytes at most; send NDJSON, CSV or more documents");
        }
        Utf8.require(file);
        try (InputStream in = Utf8.open(file)) {
            JsonNode json = ExactJson.MAPPER.readTree(in);
            if (json == null || json.isMissingNode()) {
                throw new RefusedException(RuleCode.EMPTY_DOCUMENT, "document", "the document is empty");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new RefusedException(
                    RuleCode.MALFORMED_DOCUMENT,
                    e.getLocation() == null
                            ? "document"
                            : "line " + e.getLocation().getLineNr() + ", column "
                                    + e.getLocation().getColumnNr(),
                    "this is no JSON: " + JsonFlaw.of(e));
        }
    }
}
