package io.billinghub.adapters.transport.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.JsonPointerBasedFilter;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.adapters.transport.TransportFailure;
import io.billinghub.core.error.JsonFlaw;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads single values out of a JSON file of any size, which is never whole in memory. */
final class JsonPick {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonFactory FACTORY = JSON.getFactory();

    private final Path file;
    private final String shown;

    /** @param shown where the file comes from, for messages */
    JsonPick(Path file, String shown) {
        this.file = file;
        this.shown = shown;
    }

    /** The text or number at the pointer; empty where there is none, or null, or an empty text. */
    Optional<String> value(String pointer) throws IOException {
        try (JsonParser parser = at(pointer)) {
            JsonToken token = parser.nextToken();
            boolean scalar = token != null && token.isScalarValue() && token != JsonToken.VALUE_NULL;
            return scalar ? Optional.of(parser.getText()).filter(text -> !text.isEmpty()) : Optional.empty();
        } catch (JsonProcessingException e) {
            throw notJson(e);
        }
    }

    /** Whether there is a list with something in it at the pointer. */
    boolean hasItems(String pointer) throws IOException {
        try (JsonParser parser = at(pointer)) {
            return parser.nextToken() == JsonToken.START_ARRAY && parser.nextToken() != JsonToken.END_ARRAY;
        } catch (JsonProcessingException e) {
            throw notJson(e);
        }
    }

    /** The list or object at the pointer, for those that are known to be small. */
    JsonNode tree(String pointer) throws IOException {
        try (JsonParser parser = at(pointer)) {
            JsonNode tree = JSON.readTree(parser);
            return tree == null ? JSON.createArrayNode() : tree;
        } catch (JsonProcessingException e) {
            throw notJson(e);
        }
    }

    private JsonParser at(String pointer) throws IOException {
        JsonParser parser = FACTORY.createParser(file.toFile());
        return pointer.isEmpty()
                ? parser
                : new FilteringParserDelegate(
                        parser, new JsonPointerBasedFilter(pointer), Inclusion.ONLY_INCLUDE_ALL, false);
    }

    private RuntimeException notJson(JsonProcessingException e) {
        return TransportFailure.refused(shown + " answered with what is no JSON: " + JsonFlaw.of(e), e);
    }
}
