package io.billinghub.core.rating.infrastructure;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.billinghub.core.error.JsonFlaw;
import io.billinghub.core.rating.infrastructure.PricePlanReading.Refused;
import io.billinghub.core.rating.modifier.LineScope;
import io.billinghub.core.rating.modifier.Reduction;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What all documents about prices have in common. The properties are the components of the records; numbers may stand as JSON numbers or as
 * texts and are read exactly; they are written as texts. Nothing unknown, doubled, null or half fitting is passed over in silence.
 */
public final class PriceLanguage {
    private static final SortedMap<String, Class<?>> REDUCTIONS = named(Reduction.class);

    private PriceLanguage() {}

    /** The names that {@code type} of a reduction may have, with their records, in alphabetical order. */
    public static SortedMap<String, Class<?>> reductions() {
        return REDUCTIONS;
    }

    /** The records of a sealed type by the names that {@code type} may have. */
    static SortedMap<String, Class<?>> named(Class<?> sealed) {
        SortedMap<String, Class<?>> types = new TreeMap<>();
        for (Class<?> type : sealed.getPermittedSubclasses()) {
            String name = type.getSimpleName();
            types.put(Character.toLowerCase(name.charAt(0)) + name.substring(1), type);
        }
        return types;
    }

    /** Reads and writes with the language's strictness; knows its scalars and reductions. */
    public static JsonMapper.Builder mapper() {
        JsonMapper.Builder builder = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                        DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> Arrays.stream(CoercionInputShape.values())
                                .forEach(shape -> text.setCoercion(shape, CoercionAction.Fail)))
                .serializationInclusion(JsonInclude.Include.NON_EMPTY)
                .addMixIn(Reduction.class, Typed.class)
                .addModule(PricePlanScalars.module());
        REDUCTIONS.forEach((name, reduction) -> builder.registerSubtypes(new NamedType(reduction, name)));
        return builder;
    }

    /**
     * What the text holds, or the first place where it does not hold it.
     *
     * @param what it should be: {@code "a price plan"}
     * @param accepted called with the value
     * @param refused called with the JSON path and what is wrong there
     */
    public static <T, R> R read(
            JsonMapper mapper,
            String json,
            Class<T> type,
            String what,
            Function<T, R> accepted,
            BiFunction<String, String, R> refused) {
        return read(mapper, json, type, what, List.of(), accepted, refused);
    }

    static <T, R> R read(
            JsonMapper mapper,
            String json,
            Class<T> type,
            String what,
            Collection<String> models,
            Function<T, R> accepted,
            BiFunction<String, String, R> refused) {
        try {
            JsonNode tree = mapper.readTree(json);
            if (!tree.isObject()) {
                return refused.apply("$", what + " is a JSON object");
            }
            Optional<String> nullAt = pathOfNull(tree, "$");
            if (nullAt.isPresent()) {
                return refused.apply(nullAt.get(), "null is not a value here; leave the property out");
            }
            return accepted.apply(mapper.treeToValue(tree, type));
        } catch (JsonMappingException notIt) {
            Refused found = PricePlanRefusal.of(notIt, models, REDUCTIONS.keySet());
            return refused.apply(found.path(), found.problem());
        } catch (JsonProcessingException notJson) {
            var place = notJson.getLocation();
            String where = place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
            return refused.apply("$", "not well-formed JSON" + where + ": " + JsonFlaw.of(notJson));
        }
    }

    private static Optional<String> pathOfNull(JsonNode node, String path) {
        if (node.isNull()) {
            return Optional.of(path);
        }
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> property : node.properties()) {
                Optional<String> found = pathOfNull(property.getValue(), path + "." + property.getKey());
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            Optional<String> found = pathOfNull(node.get(i), path + "[" + i + "]");
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Stands in for annotations on sealed types, which know nothing of JSON. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.PROPERTY, property = "type")
    @JsonAutoDetect(isGetterVisibility = JsonAutoDetect.Visibility.NONE)
    interface Typed {}

    /** The scope that asks nothing is not written. */
    public interface Scoped {
        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = AllServices.class)
        LineScope scope();
    }

    /** Equals the scope that asks nothing, as the JSON library wants to be told what is left out. */
    private static final class AllServices {
        @Override
        public boolean equals(Object other) {
            return LineScope.SERVICES.equals(other);
        }

        @Override
        public int hashCode() {
            return LineScope.SERVICES.hashCode();
        }
    }
}
