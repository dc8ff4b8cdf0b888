package io.billinghub.api.catalog.job;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads and writes files of catalogues; exact to the digit. */
final class CatalogueFile {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(com.fasterxml.jackson.core.JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private CatalogueFile() {}

    /** A resource of the file. @param place where it stands: a JSON pointer, or a line */
    record Entry(String place, CatalogueType type, ObjectNode resource) {}

    /**
     * The resources of the file, in its order.
     *
     * @param all what each of them is; empty where each says so itself
     * @throws JobFailure for a file that is damaged, at the first place where it is
     */
    static List<Entry> read(byte[] bytes, FileFormat format, Optional<CatalogueType> all) {
        String text = text(bytes);
        List<Entry> entries = new ArrayList<>();
        switch (format) {
            case JSON -> readJson(text, all, entries);
            case NDJSON -> readLines(text, all, entries);
        }
        if (entries.isEmpty()) {
            throw new JobFailure("the file holds no resource");
        }
        return entries;
    }

    /** The file of the resources. */
    static byte[] write(List<ObjectNode> resources, FileFormat format) {
        StringBuilder file = new StringBuilder(format == FileFormat.JSON ? "[" : "");
        try {
            for (int i = 0; i < resources.size(); i++) {
                if (format == FileFormat.JSON) {
                    file.append(i == 0 ? "\n" : ",\n");
                }
                file.append(MAPPER.writeValueAsString(resources.get(i)));
                if (format == FileFormat.NDJSON) {
                    file.append('\n');
                }
            }
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("a tree of JSON could not be written", bug);
        }
        return file.append(format == FileFormat.JSON ? "\n]\n" : "").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .replaceFirst("^\uFEFF", "");
        } catch (CharacterCodingException damaged) {
            throw new JobFailure("the file is not in UTF-8", damaged);
        }
    }

    private static void readJson(String text, Optional<CatalogueType> all, List<Entry> entries) {
        JsonNode tree = parse(text, 0);
        if (tree.isArray()) {
            readArray(tree, "", all, entries);
        } else if (tree.isObject() && !tree.isEmpty() && isByType(tree)) {
            for (Map.Entry<String, JsonNode> member : tree.properties()) {
                CatalogueType type = CatalogueType.ofSegment(member.getKey()).orElseThrow();
                if (all.isPresent() && all.get() != type) {
                    throw new JobFailure("/" + member.getKey() + ": the job's path leads to "
                            + all.get().segment() + " alone");
                }
                readArray(member.getValue(), "/" + member.getKey(), Optional.of(type), entries);
            }
        } else {
            entries.add(entry("/", tree, all));
        }
    }

    /** An object with nothing but an array for each type; a resource has a name besides. */
    private static boolean isByType(JsonNode tree) {
        return tree.properties().stream()
                .allMatch(member -> member.getValue().isArray()
                        && CatalogueType.ofSegment(member.getKey()).isPresent());
    }

    private static void readArray(JsonNode array, String place, Optional<CatalogueType> all, List<Entry> entries) {
        for (int i = 0; i < array.size(); i++) {
            entries.add(entry(place + "/" + i, array.get(i), all));
        }
    }

    private static void readLines(String text, Optional<CatalogueType> all, List<Entry> entries) {
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].isBlank()) {
                entries.add(entry("line " + (i + 1), parse(lines[i], i), all));
            }
        }
    }

    private static Entry entry(String place, JsonNode node, Optional<CatalogueType> all) {
        if (!(node instanceof ObjectNode resource)) {
            throw new JobFailure(place + ": is no resource, which is a JSON object");
        }
        Optional<CatalogueType> said = CatalogueType.of(resource);
        if (all.isPresent() && said.isPresent() && all.get() != said.get()) {
            throw new JobFailure(place + ": is a " + said.get().segment() + " where "
                    + all.get().segment() + " is expected");
        }
        CatalogueType type = all.or(() -> said)
                .orElseThrow(
                        () -> new JobFailure(
                                place
                                        + ": neither @type nor href says what it is; say @type, such as ProductOffering, or give the job a path"));
        return new Entry(place, type, resource);
    }

    private static JsonNode parse(String json, int linesBefore) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException damaged) {
            JsonLocation at = damaged.getLocation();
            String where = at == null
                    ? "line " + (linesBefore + 1)
                    : "line " + (linesBefore + at.getLineNr()) + ", column " + at.getColumnNr();
            throw new JobFailure(where + ": is no JSON: " + damaged.getOriginalMessage(), damaged);
        } catch (IOException bug) {
            throw new IllegalStateException("a text could not be read", bug);
        }
    }
}
