package io.billinghub.core.rating.modifier;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.billinghub.core.money.Divisor;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.function.Function;

/** Modifiers as the tables write them: the components of the records, {@code type} names the sort of a reduction. */
final class ModifierJson {
    private static final JsonMapper MAPPER = mapper();

    private ModifierJson() {}

    static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        }
    }

    static <T> T throughJson(T value, TypeReference<T> type) {
        try {
            return MAPPER.readValue(MAPPER.writeValueAsString(value), type);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        }
    }

    private static JsonMapper mapper() {
        SimpleModule module = new SimpleModule();
        module.addDeserializer(LocalDate.class, new FromText<>(LocalDate.class, LocalDate::parse));
        module.addDeserializer(Divisor.class, new FromText<>(Divisor.class, text -> Divisor.of(new BigDecimal(text))));
        module.addSerializer(LocalDate.class, ToStringSerializer.instance);
        module.addSerializer(Divisor.class, ToStringSerializer.instance);
        JsonMapper mapper = JsonMapper.builder()
                .enable(
                        DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS,
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .addMixIn(Reduction.class, Typed.class)
                .addModule(module)
                .build();
        for (Class<?> type : Reduction.class.getPermittedSubclasses()) {
            String name = type.getSimpleName();
            mapper.registerSubtypes(new NamedType(type, Character.toLowerCase(name.charAt(0)) + name.substring(1)));
        }
        return mapper;
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    private interface Typed {}

    private static final class FromText<T> extends StdScalarDeserializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Function<String, T> read;

        FromText(Class<T> type, Function<String, T> read) {
            super(type);
            this.read = read;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return read.apply(json.getText());
        }
    }
}
