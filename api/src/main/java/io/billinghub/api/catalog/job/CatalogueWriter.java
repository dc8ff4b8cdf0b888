package io.billinghub.api.catalog.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the file of a catalogue resource by resource, exact to the digit; ends as soon as the file is too large. */
final class CatalogueWriter {

    private final FileFormat format;
    private final int largest;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private boolean empty = true;

    /** @param largest most bytes of the file */
    CatalogueWriter(FileFormat format, int largest) {
        this.format = format;
        this.largest = largest;
        append(format == FileFormat.JSON ? "[" : "");
    }

    /** @throws JobFailure where the file has no room for it */
    void add(ObjectNode resource) {
        if (format == FileFormat.JSON) {
            append(empty ? "\n" : ",\n");
        }
        append(json(resource));
        if (format == FileFormat.NDJSON) {
            append("\n");
        }
        empty = false;
    }

    /** The file; nothing is added to it afterwards. */
    byte[] file() {
        append(format == FileFormat.JSON ? "\n]\n" : "");
        return written.toByteArray();
    }

    private void append(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (written.size() + bytes.length > largest) {
            throw new JobFailure("the file would have more than " + largest
                    + " bytes; export parts of the catalogue by path and query");
        }
        written.writeBytes(bytes);
    }

    private static String json(ObjectNode resource) {
        try {
            return CatalogueFile.MAPPER.writeValueAsString(resource);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("a tree of JSON could not be written", bug);
        }
    }
}
