package io.billinghub.core.rating.infrastructure;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.billinghub.core.error.JsonFlaw;
import io.billinghub.core.rating.infrastructure.PricePlanReading.Refused;
import io.billinghub.core.rating.modifier.Checks;
import io.billinghub.core.rating.modifier.pricing.Memory;
import io.billinghub.core.rating.modifier.pricing.PlanState;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/**
 * What a subscription's plan keeps between periods, to and from JSON. Thread-safe.
 *
 * <p>Numbers are written as texts with all their digits. The version of the layout stands first; another one, and what is
 * unknown or doubled, is refused.
 */
public final class PlanStateJson {
    /** Of the layout. */
    private static final int VERSION = 1;

    private static final JsonMapper MAPPER = mapper();

    private PlanStateJson() {}

    /** The components of {@link Memory}, beside the version of the layout. */
    private record Stored(int version, String run, LocalDate period, PlanState before, PlanState after) {
        Stored {
            if (version != VERSION) {
                throw new IllegalArgumentException("version must be " + VERSION + ", but is " + version);
            }
            if ((run == null) != (period == null)) {
                throw new IllegalArgumentException(
                        "run and period are given together, or left out before the first run");
            }
            Checks.present(before, "before");
            Checks.present(after, "after");
        }
    }

    /** The memory as compact JSON; {@link #read} makes an equal one of it. */
    public static String write(Memory<PlanState> memory) {
        try {
            return MAPPER.writeValueAsString(
                    new Stored(VERSION, memory.run(), memory.period(), memory.before(), memory.after()));
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("the state after run " + memory.run() + " cannot be written as JSON", bug);
        }
    }

    /**
     * The memory that the text holds.
     *
     * @throws IllegalArgumentException if it holds none; the message begins with the JSON path of the place
     */
    public static Memory<PlanState> read(String json) {
        try {
            Stored stored = MAPPER.readValue(json, Stored.class);
            if (stored == null) {
                throw new IllegalArgumentException("$: the state of a plan is a JSON object");
            }
            return new Memory<>(stored.run(), stored.period(), stored.before(), stored.after());
        } catch (JsonMappingException notAState) {
            Refused refused = PricePlanRefusal.of(notAState, List.of(), List.of());
            throw new IllegalArgumentException(refused.path() + ": " + refused.problem(), notAState);
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException("$: not well-formed JSON: " + JsonFlaw.of(notJson), notJson);
        }
    }

    /** Strict, and exact in numbers. */
    static JsonMapper mapper() {
        return JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> Arrays.stream(CoercionInputShape.values())
                                .forEach(shape -> text.setCoercion(shape, CoercionAction.Fail)))
                .serializationInclusion(JsonInclude.Include.NON_EMPTY)
                .addModule(PricePlanScalars.ofState())
                .build();
    }
}
