package io.billinghub.api.tmf630;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which top-level attributes an answer carries. {@code id} and {@code href} always; {@code fields=none} asks for no more. */
public final class FieldSelection {

    private static final Set<String> ALWAYS = Set.of("id", "href");
    private static final Set<String> OF_EVERY_TYPE = Set.of("@type", "@baseType", "@schemaLocation");
    private static final String NONE = "none";

    private final Optional<Set<String>> wanted;

    private FieldSelection(Optional<Set<String>> wanted) {
        this.wanted = wanted;
    }

    /**
     * Reads the parameter's values; none means all attributes.
     *
     * @throws HubException of {@link ApiError#INVALID_PARAMETER} for an attribute that the resource lacks
     */
    public static FieldSelection parse(ResourceType type, List<String> values) {
        if (values.isEmpty()) {
            return new FieldSelection(Optional.empty());
        }
        Set<String> names = new HashSet<>(ALWAYS);
        values.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty() && !name.equals(NONE))
                .forEach(name -> names.add(known(type, name)));
        return new FieldSelection(Optional.of(names));
    }

    private static String known(ResourceType type, String name) {
        int dot = name.indexOf('.');
        String top = dot < 0 ? name : name.substring(0, dot);
        if (ALWAYS.contains(top)
                || OF_EVERY_TYPE.contains(top)
                || type.attributes().contains(top)) {
            return top;
        }
        throw new HubException(
                ApiError.INVALID_PARAMETER,
                "The parameter 'fields' names '" + name + "', which " + type.name() + " lacks; it has "
                        + type.attributes().stream().sorted().collect(Collectors.joining(", ")) + ".");
    }

    /** Whether the attribute is to be given, so that nothing is read for one that is not. */
    public boolean wants(String attribute) {
        return wanted.map(names -> names.contains(attribute)).orElse(true);
    }

    /** Takes away what was not asked for; changes and answers its argument. */
    public ObjectNode apply(ObjectNode resource) {
        wanted.ifPresent(resource::retain);
        return resource;
    }
}
