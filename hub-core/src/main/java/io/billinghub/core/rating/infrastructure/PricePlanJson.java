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
import io.billinghub.core.rating.infrastructure.PricePlanReading.Accepted;
import io.billinghub.core.rating.infrastructure.PricePlanReading.Refused;
import io.billinghub.core.rating.model.ChargeModel;
import io.billinghub.core.rating.modifier.LineScope;
import io.billinghub.core.rating.modifier.Reduction;
import io.billinghub.core.rating.modifier.commitment.Commitment;
import io.billinghub.core.rating.modifier.spend.SpendLimit;
import io.billinghub.core.rating.plan.PricePlan;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Price plans to and from JSON. Thread-safe.
 *
 * <p>The properties are the components of the records; {@code type} names the charge model, or the sort of a reduction. Numbers may stand as JSON
 * numbers or as texts and are read exactly; they are written as texts. Nothing unknown, doubled, null or half fitting is
 * passed over in silence.
 */
public final class PricePlanJson {
    private static final String TYPE = "type";
    private static final SortedMap<String, Class<?>> MODELS = models();
    private static final SortedMap<String, Class<?>> REDUCTIONS = reductions();
    private static final JsonMapper MAPPER = mapper();

    private PricePlanJson() {}

    /** The names that {@code type} may have, with their records, in alphabetical order. */
    public static SortedMap<String, Class<?>> models() {
        return named(ChargeModel.class);
    }

    /** The same for the reductions of promotions. */
    public static SortedMap<String, Class<?>> reductions() {
        return named(Reduction.class);
    }

    private static SortedMap<String, Class<?>> named(Class<?> sealed) {
        SortedMap<String, Class<?>> types = new TreeMap<>();
        for (Class<?> type : sealed.getPermittedSubclasses()) {
            String name = type.getSimpleName();
            types.put(Character.toLowerCase(name.charAt(0)) + name.substring(1), type);
        }
        return types;
    }

    /** The plan that the text holds, or the first place where it is not one. */
    public static PricePlanReading read(String json) {
        try {
            JsonNode tree = MAPPER.readTree(json);
            if (!tree.isObject()) {
                return new Refused("$", "a price plan is a JSON object");
            }
            Optional<String> nullAt = pathOfNull(tree, "$");
            if (nullAt.isPresent()) {
                return new Refused(nullAt.get(), "null is not a value here; leave the property out");
            }
            return new Accepted(MAPPER.treeToValue(tree, PricePlan.class));
        } catch (JsonMappingException notAPlan) {
            return PricePlanRefusal.of(notAPlan, MODELS.keySet(), REDUCTIONS.keySet());
        } catch (JsonProcessingException notJson) {
            var place = notJson.getLocation();
            String where = place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
            return new Refused("$", "not well-formed JSON" + where + ": " + notJson.getOriginalMessage());
        }
    }

    /** The plan as compact JSON; {@link #read} makes an equal plan of it. */
    public static String write(PricePlan plan) {
        try {
            return MAPPER.writeValueAsString(plan);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("plan " + plan.key() + " cannot be written as JSON", bug);
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

    private static JsonMapper mapper() {
        JsonMapper mapper = JsonMapper.builder()
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
                .addMixIn(ChargeModel.class, Typed.class)
                .addMixIn(Reduction.class, Typed.class)
                .addMixIn(SpendLimit.class, Scoped.class)
                .addMixIn(Commitment.class, Scoped.class)
                .addModule(PricePlanScalars.module())
                .build();
        MODELS.forEach((name, model) -> mapper.registerSubtypes(new NamedType(model, name)));
        REDUCTIONS.forEach((name, reduction) -> mapper.registerSubtypes(new NamedType(reduction, name)));
        return mapper;
    }

    /** Stands in for annotations on {@link ChargeModel} and {@link Reduction}, which know nothing of JSON. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.PROPERTY, property = TYPE)
    @JsonAutoDetect(isGetterVisibility = JsonAutoDetect.Visibility.NONE)
    private interface Typed {}

    /** A plan has one product, so the scope of its limits is not written. */
    interface Scoped {
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
