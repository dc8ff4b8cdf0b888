package io.billinghub.api.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.adapters.intake.UsageIntake;
import io.billinghub.adapters.model.CanonicalUsage;
import io.billinghub.adapters.model.Decimals;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.RuleCode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** What the hub reads of a usage: its date, and the characteristics by which it is billed. */
final class UsageBody {

    static final String DATE = "usageDate";
    static final String CHARACTERISTICS = "usageCharacteristic";
    static final String QUANTITY = "quantity";
    static final String UNIT = "unit";
    static final String AMOUNT = "amount";
    static final String GROUPING_KEY = "groupingKey";

    /** A key of an index, and a name on a bill: nobody's is longer. */
    private static final int MOST_CHARACTERS = 200;

    private static final String PLACE = "usage";

    private UsageBody() {}

    /**
     * The usage, or what can't be read of it.
     *
     * @param otherwise the id of the event where the partner gives it none
     */
    static ParsedLine line(ObjectNode body, String otherwise) {
        try {
            String event = text(body, "eventId");
            return new CanonicalUsage(
                    UsageIntake.POSITION,
                    PLACE,
                    event.isEmpty() ? otherwise : event,
                    text(body, "account"),
                    text(body, "product"),
                    text(body, GROUPING_KEY),
                    number(body, QUANTITY),
                    required(body, UNIT),
                    date(body),
                    text(body, AMOUNT).isEmpty() ? null : number(body, AMOUNT));
        } catch (NumberFormatException flaw) {
            return new FlawedLine(UsageIntake.POSITION, PLACE, RuleCode.MALFORMED_LINE, flaw.getMessage(), null, null);
        }
    }

    /** The day or instant; null where none is said. Its form has been checked. */
    static Instant instant(ObjectNode body) {
        String text = body.path(DATE).asText("");
        if (text.isEmpty()) {
            return null;
        }
        return text.length() == 10
                ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                : OffsetDateTime.parse(text).toInstant();
    }

    private static Instant date(ObjectNode body) {
        Instant date = instant(body);
        if (date == null) {
            throw new NumberFormatException("the usage has no usageDate");
        }
        return date;
    }

    private static BigDecimal number(ObjectNode body, String name) {
        JsonNode value = value(body, name);
        if (value.isNumber()) {
            return Decimals.plain(value.decimalValue());
        }
        return Decimals.parse(required(body, name), '.');
    }

    private static String required(ObjectNode body, String name) {
        String text = text(body, name);
        if (text.isEmpty()) {
            throw new NumberFormatException("the usage has no characteristic \"" + name + "\"");
        }
        return text;
    }

    private static String text(ObjectNode body, String name) {
        JsonNode value = value(body, name);
        if (value.isContainerNode()) {
            throw new NumberFormatException("the characteristic \"" + name + "\" is no text and no number");
        }
        String text = value.isNull() ? "" : value.asText("").strip();
        if (text.length() > MOST_CHARACTERS) {
            throw new NumberFormatException(
                    "the characteristic \"" + name + "\" has more than " + MOST_CHARACTERS + " characters");
        }
        return text;
    }

    private static JsonNode value(ObjectNode body, String name) {
        for (JsonNode characteristic : body.path(CHARACTERISTICS)) {
            if (characteristic.path("name").asText().equals(name)) {
                return characteristic.path("value");
            }
        }
        return body.path("no such characteristic");
    }
}
