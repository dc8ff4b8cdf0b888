package io.billinghub.api.catalog.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.core.error.JsonFlaw;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads files of catalogues, exact to the digit, one resource after another: of a file with more than the hub takes in, no more is in
 * memory than that.
 */
final class CatalogueFile {

    /** Most resources of a file. */
    static final int MOST_RESOURCES = 20_000;

    /** Most names, values and brackets of a file, as a few bytes of JSON may be a hundred in memory. */
    private static final int MOST_TOKENS = 2_000_000;

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(MOST_TOKENS)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final String text;
    private final Optional<CatalogueType> all;
    private final List<Entry> entries = new ArrayList<>();

    private CatalogueFile(String text, Optional<CatalogueType> all) {
        this.text = text;
        this.all = all;
    }

    /** A resource of the file. @param place where it stands: a JSON pointer, or a line */
    record Entry(String place, CatalogueType type, ObjectNode resource) {}

    /** Reads from a parser. */
    private interface Reading {
        void read(JsonParser parser) throws IOException;
    }

    /**
     * The resources of the file, in its order.
     *
     * @param all what each of them is; empty where each says so itself
     * @throws JobFailure for a file that is damaged, at the first place where it is; or that holds too much
     */
    static List<Entry> read(byte[] bytes, FileFormat format, Optional<CatalogueType> all) {
        CatalogueFile file = new CatalogueFile(text(bytes), all);
        switch (format) {
            case JSON -> file.readJson();
            case NDJSON -> file.readLines();
        }
        if (file.entries.isEmpty()) {
            throw new JobFailure("the file holds no resource");
        }
        return file.entries;
    }

    private static String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException damaged) {
            throw new JobFailure("the file is not in UTF-8", damaged);
        }
    }

    private void readJson() {
        boolean[] byType = new boolean[1];
        parse(text, 0, parser -> byType[0] = isByType(parser));
        parse(text, 0, parser -> {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                readArray(parser, "", all);
            } else if (byType[0]) {
                readByType(parser);
            } else {
                add("/", MAPPER.readTree(parser), all);
            }
            requireEnd(parser);
        });
    }

    /** An object with nothing but an array for each type; a resource has a name besides. */
    private static boolean isByType(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        boolean any = false;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (parser.nextToken() != JsonToken.START_ARRAY
                    || CatalogueType.ofSegment(name).isEmpty()) {
                return false;
            }
            parser.skipChildren();
            any = true;
        }
        return any;
    }

    private void readByType(JsonParser parser) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            CatalogueType type = CatalogueType.ofSegment(name).orElseThrow();
            if (all.isPresent() && all.get() != type) {
                throw new JobFailure(
                        "/" + name + ": the job's path leads to " + all.get().segment() + " alone");
            }
            parser.nextToken();
            readArray(parser, "/" + name, Optional.of(type));
        }
    }

    private void readArray(JsonParser parser, String place, Optional<CatalogueType> type) throws IOException {
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            add(place + "/" + i, MAPPER.readTree(parser), type);
        }
    }

    private void readLines() {
        int number = 1;
        long tokens = 0;
        for (int from = 0; from < text.length(); number++) {
            int end = text.indexOf('\n', from);
            String line = text.substring(from, end < 0 ? text.length() : end);
            if (!line.isBlank()) {
                String place = "line " + number;
                tokens += parse(line, number - 1, parser -> {
                    parser.nextToken();
                    add(place, MAPPER.readTree(parser), all);
                    requireEnd(parser);
                });
                if (tokens > MOST_TOKENS) {
                    throw new JobFailure(place + ": up to here the file holds more than " + MOST_TOKENS
                            + " names, values and brackets; import it in parts");
                }
            }
            from += line.length() + 1;
        }
    }

    private void add(String place, JsonNode node, Optional<CatalogueType> type) {
        if (entries.size() == MOST_RESOURCES) {
            throw new JobFailure(
                    place + ": the file holds more than " + MOST_RESOURCES + " resources; import it in parts");
        }
        entries.add(entry(place, node, type));
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

    private static void requireEnd(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw new JsonParseException(
                    parser, "something follows where it should end", parser.currentTokenLocation());
        }
    }

    /** @return how many tokens were read; the parser itself lets no more than {@link #MOST_TOKENS} pass */
    private static long parse(String json, int linesBefore, Reading reading) {
        try (JsonParser parser = MAPPER.createParser(json)) {
            reading.read(parser);
            return parser.currentTokenCount();
        } catch (StreamConstraintsException tooMuch) {
            throw new JobFailure(
                    place(tooMuch, linesBefore) + ": holds more than the hub takes in: " + JsonFlaw.of(tooMuch),
                    tooMuch);
        } catch (JsonProcessingException damaged) {
            throw new JobFailure(place(damaged, linesBefore) + ": is no JSON: " + JsonFlaw.of(damaged), damaged);
        } catch (IOException bug) {
            throw new IllegalStateException("a text could not be read", bug);
        }
    }

    private static String place(JsonProcessingException failure, int linesBefore) {
        JsonLocation at = failure.getLocation();
        return at == null
                ? "line " + (linesBefore + 1)
                : "line " + (linesBefore + at.getLineNr()) + ", column " + at.getColumnNr();
    }
}
