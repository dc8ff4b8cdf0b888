package io.billinghub.api.tmf630;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The JSON object that a client sends for a resource: read member by member, so that what is wrong is named, and what the hub
 * does not interpret can be kept.
 *
 * @param resource the type's name, for messages
 */
public record JsonBody(ObjectNode json, String resource) {

    /** A tree of JSON takes many times the memory of its text. */
    private static final int MOST_BYTES = 8 << 20;

    private static final int MOST_KEPT = 65_536;
    private static final int MOST_DIGITS = 1_000;

    /**
     * Reads the bytes.
     *
     * @throws HubException BODY_TOO_LARGE, INVALID_BODY where they are JSON but no object; UncheckedIOException where they are no JSON, or an object
     *     says a member twice
     */
    public static JsonBody read(ObjectMapper mapper, byte[] body, String resource) {
        if (body.length > MOST_BYTES) {
            throw new HubException(
                    ApiError.BODY_TOO_LARGE,
                    "The body has " + body.length + " bytes; as JSON that is held whole it may have " + MOST_BYTES
                            + ".");
        }
        try {
            JsonNode node = mapper.reader()
                    .with(
                            DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS,
                            DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .readTree(body);
            if (node instanceof ObjectNode object) {
                return new JsonBody(object, resource);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new HubException(ApiError.INVALID_BODY, "The body must be a JSON object, the " + resource + ".");
    }

    /** Refuses members that the client may not say. */
    public void refuse(Set<String> members, String why) {
        for (String member : members) {
            if (json.has(member)) {
                throw new HubException(ApiError.INVALID_BODY, "/" + member + ": " + why);
            }
        }
    }

    /** Refuses every member but these. */
    public void allowOnly(Set<String> members, String why) {
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String member = names.next();
            if (!members.contains(member)) {
                throw new HubException(ApiError.INVALID_BODY, "/" + member + ": " + why);
            }
        }
    }

    /** A text member; empty where it is absent or null. */
    public Optional<String> text(String member) {
        JsonNode node = json.path(member);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw new HubException(ApiError.INVALID_BODY, "/" + member + ": must be a text");
        }
        return Optional.of(requireText(member, node.textValue()));
    }

    /** A member that is a list of texts; empty where it is absent or null. */
    public Optional<List<String>> texts(String member) {
        JsonNode node = json.path(member);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode each : node) {
            if (each.isTextual()) {
                texts.add(requireText(member + "/" + texts.size(), each.textValue()));
            }
        }
        if (!node.isArray() || texts.size() < node.size()) {
            throw new HubException(ApiError.INVALID_BODY, "/" + member + ": must be a list of texts");
        }
        return Optional.of(texts);
    }

    /** U+0000 can't be kept, and half of a pair is written out as something else. */
    private static String requireText(String member, String text) {
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new HubException(
                    ApiError.INVALID_BODY,
                    "/" + member + ": holds U+0000 or half of a surrogate pair, which is no character of a text");
        }
        return text;
    }

    /** The id of the reference that the member is; empty where it is absent or null. */
    public Optional<String> reference(String member) {
        JsonNode node = json.path(member);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.path("id").isTextual()) {
            throw new HubException(ApiError.INVALID_BODY, "/" + member + "/id: is missing, or no text");
        }
        return Optional.of(node.path("id").textValue());
    }

    /**
     * The members but these, as JSON text that PostgreSQL can keep: what is given back as it came.
     *
     * @throws HubException INVALID_BODY for more than {@value #MOST_KEPT} characters, for U+0000, and for numbers of more than
     *     {@value #MOST_DIGITS} digits
     */
    public String kept(Set<String> members) {
        ObjectNode rest = json.deepCopy();
        rest.remove(members);
        String text = rest.toString();
        if (text.length() > MOST_KEPT) {
            throw new HubException(
                    ApiError.INVALID_BODY,
                    "The body says " + text.length() + " characters that the hub does not interpret; it keeps at most "
                            + MOST_KEPT + ".");
        }
        if (text.contains("\\u0000")) {
            throw new HubException(ApiError.INVALID_BODY, "The body holds U+0000, which is no character of a text.");
        }
        requireModest(rest);
        return text;
    }

    private static void requireModest(JsonNode node) {
        if (node.isBigDecimal() || node.isBigInteger()) {
            BigDecimal number = node.decimalValue();
            if (Math.abs((long) number.scale()) + number.precision() > MOST_DIGITS) {
                throw new HubException(
                        ApiError.INVALID_BODY, "The body holds a number of more than " + MOST_DIGITS + " digits.");
            }
        }
        node.forEach(JsonBody::requireModest);
    }
}
