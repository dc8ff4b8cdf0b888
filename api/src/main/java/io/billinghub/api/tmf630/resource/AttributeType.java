package io.billinghub.api.tmf630.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** What sort of value an attribute has: how it is checked when a client sends it, and how it is documented. */
enum AttributeType {
    STRING("a text", Schema.SchemaType.STRING, null) {
        @Override
        Optional<String> flaw(JsonNode value) {
            if (!value.isTextual()) {
                return Optional.of("must be a text");
            }
            return value.textValue().length() > MOST_CHARACTERS
                    ? Optional.of("must have at most " + MOST_CHARACTERS + " characters")
                    : Optional.empty();
        }
    },
    BOOLEAN("true or false", Schema.SchemaType.BOOLEAN, null) {
        @Override
        Optional<String> flaw(JsonNode value) {
            return unless(value.isBoolean());
        }
    },
    INTEGER("a whole number", Schema.SchemaType.INTEGER, "int32") {
        @Override
        Optional<String> flaw(JsonNode value) {
            return unless(value.isIntegralNumber() && value.canConvertToInt());
        }
    },
    NUMBER("a number", Schema.SchemaType.NUMBER, null) {
        @Override
        Optional<String> flaw(JsonNode value) {
            return unless(value.isNumber());
        }
    },
    DATE_TIME("a date-time as of RFC 3339, or a date", Schema.SchemaType.STRING, "date-time") {
        @Override
        Optional<String> flaw(JsonNode value) {
            return unless(value.isTextual() && isTime(value.textValue()));
        }
    },
    URI("an address (RFC 3986)", Schema.SchemaType.STRING, "uri") {
        @Override
        Optional<String> flaw(JsonNode value) {
            return unless(value.isTextual() && isUri(value.textValue()));
        }
    },
    OBJECT("an object", Schema.SchemaType.OBJECT, null) {
        @Override
        Optional<String> flaw(JsonNode value) {
            return unless(value.isObject());
        }
    },
    REF("a reference: an object with 'id'", Schema.SchemaType.OBJECT, null) {
        @Override
        Optional<String> flaw(JsonNode value) {
            return unless(value.isObject() && value.path("id").isTextual());
        }
    },
    MONEY("money: an object with 'value', a number, and 'unit', an ISO 4217 code", Schema.SchemaType.OBJECT, null) {
        @Override
        Optional<String> flaw(JsonNode value) {
            return unless(value.isObject()
                    && value.path("value").isNumber()
                    && value.path("unit").isTextual());
        }
    },
    QUANTITY("a quantity: an object with 'amount', a number, and 'units'", Schema.SchemaType.OBJECT, null) {
        @Override
        Optional<String> flaw(JsonNode value) {
            JsonNode amount = value.path("amount");
            JsonNode units = value.path("units");
            return unless(value.isObject()
                    && (amount.isMissingNode() || amount.isNumber())
                    && (units.isMissingNode() || units.isTextual()));
        }
    },
    PERIOD("a period: an object with 'startDateTime' and 'endDateTime'", Schema.SchemaType.OBJECT, null) {
        @Override
        Optional<String> flaw(JsonNode value) {
            boolean fits = value.isObject()
                    && DATE_TIME
                            .flaw(value.path("startDateTime"))
                            .filter(flaw -> value.hasNonNull("startDateTime"))
                            .isEmpty()
                    && DATE_TIME
                            .flaw(value.path("endDateTime"))
                            .filter(flaw -> value.hasNonNull("endDateTime"))
                            .isEmpty();
            return unless(fits);
        }
    };

    /** A text longer than this is no name and no description; what is longer belongs into an attachment. */
    private static final int MOST_CHARACTERS = 4_000;
    /** RFC 3339 writes years in four digits. */
    private static final int LAST_YEAR = 9_999;

    private final String description;
    private final Schema.SchemaType schemaType;
    private final String format;

    AttributeType(String description, Schema.SchemaType schemaType, String format) {
        this.description = description;
        this.schemaType = schemaType;
        this.format = format;
    }

    /** The type of this name in the tables of attributes, e.g. {@code dateTime}. */
    static AttributeType named(String name) {
        return Arrays.stream(values())
                .filter(type ->
                        type.name().replace("_", "").toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no type of attribute is called " + name));
    }

    /** What is wrong with the value, which is not null; empty if nothing is. */
    abstract Optional<String> flaw(JsonNode value);

    String description() {
        return description;
    }

    Schema schema() {
        Schema schema = OASFactory.createSchema().addType(schemaType);
        if (format != null) {
            schema.format(format);
        }
        switch (this) {
            case REF -> {
                schema.addProperty("id", STRING.schema());
                schema.addProperty("href", STRING.schema());
                schema.addProperty("name", STRING.schema());
                schema.addProperty("role", STRING.schema());
                schema.addProperty("@referredType", STRING.schema());
            }
            case MONEY -> schema.addProperty("value", NUMBER.schema()).addProperty("unit", STRING.schema());
            case QUANTITY -> schema.addProperty("amount", NUMBER.schema()).addProperty("units", STRING.schema());
            case PERIOD ->
                schema.addProperty("startDateTime", DATE_TIME.schema()).addProperty("endDateTime", DATE_TIME.schema());
            default -> schema.description(null);
        }
        return schema;
    }

    private static boolean isTime(String text) {
        try {
            int year = text.length() == 10
                    ? LocalDate.parse(text).getYear()
                    : OffsetDateTime.parse(text).getYear();
            return year > 0 && year <= LAST_YEAR;
        } catch (DateTimeException noTime) {
            return false;
        }
    }

    private static boolean isUri(String text) {
        try {
            return java.net.URI.create(text).toString().length() <= 2_000;
        } catch (IllegalArgumentException noUri) {
            return false;
        }
    }

    final Optional<String> unless(boolean fits) {
        return fits ? Optional.empty() : Optional.of("must be " + description);
    }
}
