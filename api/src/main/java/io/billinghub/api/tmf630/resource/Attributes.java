package io.billinghub.api.tmf630.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.resource.Attribute.Use;
import io.billinghub.core.error.HubException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The attributes of a resource as its specification lists them, and the rules that follow from them. What is not listed is
 * kept as an extension of the client's, unless its name begins with {@code @}.
 */
public final class Attributes {

    /** What TMF630 gives to each resource beside its own attributes. */
    private static final Set<String> OF_EVERY_TYPE = Set.of("id", "href", "@type", "@baseType", "@schemaLocation");

    private final Map<String, Attribute> byName;

    private Attributes(Map<String, Attribute> byName) {
        this.byName = byName;
    }

    /**
     * Reads a table with a line for each attribute: {@code name: type[, use]}, where a type in brackets is an array of such
     * values, and the use is given, required, fixed or passing, or nothing for what is optional.
     *
     * @throws IllegalArgumentException for a line that is none
     */
    public static Attributes parse(String table) {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        table.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> {
            int colon = line.indexOf(':');
            String[] rest = line.substring(colon + 1).split(",", -1);
            String name = line.substring(0, colon).strip();
            String type = rest[0].strip();
            boolean list = type.startsWith("[");
            Use use = rest.length > 1 ? Use.valueOf(rest[1].strip().toUpperCase(Locale.ROOT)) : Use.OPTIONAL;
            AttributeType named = AttributeType.named(list ? type.substring(1, type.length() - 1) : type);
            if (attributes.put(name, new Attribute(name, named, list, use)) != null) {
                throw new IllegalArgumentException(name + " stands twice");
            }
        });
        return new Attributes(attributes);
    }

    /** The names, with those of every type. */
    public Set<String> names() {
        Set<String> names = new java.util.HashSet<>(OF_EVERY_TYPE);
        names.addAll(byName.keySet());
        return names;
    }

    Collection<Attribute> all() {
        return byName.values();
    }

    /** The names of those that the hub alone says. */
    Set<String> given() {
        Set<String> given = new java.util.HashSet<>(Set.of("id", "href"));
        byName.values().stream()
                .filter(attribute -> attribute.use() == Use.GIVEN)
                .forEach(attribute -> given.add(attribute.name()));
        return given;
    }

    /**
     * What a client may send to create a resource. What the hub says itself is taken away from it, as TMF630 has it.
     *
     * @throws HubException INVALID_BODY for an attribute that is missing, is of another type or is said with changes only
     */
    void requireCreatable(ObjectNode body) {
        body.remove(given());
        requireTypes(body);
        requirePresent(body);
        for (Attribute attribute : byName.values()) {
            if (attribute.use() == Use.PASSING && body.hasNonNull(attribute.name())) {
                throw refuse("/" + attribute.name() + ": is said with a change of what is there; leave it out");
            }
        }
    }

    /**
     * What a client may send to change a resource (RFC 7396).
     *
     * @param before the resource as it is shown
     * @throws HubException INVALID_BODY for an attribute that can't be changed, that is taken away though it is required, or
     *     that has another type
     */
    void requirePatch(ObjectNode patch, ObjectNode before) {
        for (Iterator<Map.Entry<String, JsonNode>> members = patch.fields(); members.hasNext(); ) {
            Map.Entry<String, JsonNode> member = members.next();
            Attribute attribute = byName.get(member.getKey());
            boolean changeable = attribute == null
                    ? !member.getKey().equals("id") && !member.getKey().equals("href")
                    : attribute.use() != Use.GIVEN && attribute.use() != Use.FIXED;
            if (!changeable && !member.getValue().equals(before.path(member.getKey()))) {
                throw refuse("/" + member.getKey() + ": can't be changed; leave it out");
            }
        }
    }

    /** As {@link #requirePatch}, for what comes of the patch. */
    void requireWhole(ObjectNode after) {
        requireTypes(after);
        requirePresent(after);
    }

    private void requireTypes(ObjectNode body) {
        for (Iterator<Map.Entry<String, JsonNode>> members = body.fields(); members.hasNext(); ) {
            Map.Entry<String, JsonNode> member = members.next();
            Attribute attribute = byName.get(member.getKey());
            if (attribute != null) {
                attribute.flaw(member.getValue()).ifPresent(flaw -> {
                    throw refuse(flaw);
                });
                member.setValue(attribute.written(member.getValue()));
            } else if (member.getKey().startsWith("@") && !member.getValue().isTextual()) {
                throw refuse("/" + member.getKey() + ": must be a text");
            }
        }
    }

    private void requirePresent(ObjectNode body) {
        List<String> missing = new ArrayList<>();
        for (Attribute attribute : byName.values()) {
            JsonNode value = body.path(attribute.name());
            boolean absent = value.isMissingNode()
                    || value.isNull()
                    || value.isTextual() && value.textValue().isBlank();
            if (attribute.use() == Use.REQUIRED && absent) {
                missing.add(attribute.name());
            }
        }
        if (!missing.isEmpty()) {
            throw refuse("/" + missing.get(0) + ": is missing"
                    + (missing.size() > 1
                            ? ", and so are " + String.join(", ", missing.subList(1, missing.size()))
                            : ""));
        }
    }

    private static HubException refuse(String why) {
        return new HubException(ApiError.INVALID_BODY, why + ".");
    }
}
