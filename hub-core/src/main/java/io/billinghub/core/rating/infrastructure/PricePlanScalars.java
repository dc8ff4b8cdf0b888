package io.billinghub.core.rating.infrastructure;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import io.billinghub.core.money.AmountLimit;
import io.billinghub.core.money.Currencies;
import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.model.Expression;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.joda.money.CurrencyUnit;

/** How the single values of a price plan stand in JSON. */
final class PricePlanScalars {
    private static final Pattern DECIMAL = Pattern.compile(
            "-?[0-9]{1," + AmountLimit.MAX_INTEGER_DIGITS + "}(\\.[0-9]{1," + AmountLimit.MAX_FRACTION_DIGITS + "})?");

    private static final Pattern SUM = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,100})?");

    /** Without the years that take more than four digits or a sign, which databases and other readers do not know. */
    private static final Pattern DATE = Pattern.compile("(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?");

    private PricePlanScalars() {}

    static SimpleModule module() {
        SimpleModule module = new SimpleModule("price-plan");
        add(module, BigDecimal.class, PricePlanScalars::decimal, BigDecimal::toPlainString);
        add(module, Divisor.class, text -> Divisor.of(decimal(text)), Divisor::toString);
        add(module, CurrencyUnit.class, PricePlanScalars::currency, CurrencyUnit::getCode);
        add(module, LocalDate.class, PricePlanScalars::date, LocalDate::toString);
        add(module, LocalTime.class, PricePlanScalars::time, LocalTime::toString);
        add(module, ZoneId.class, PricePlanScalars::zone, ZoneId::getId);
        add(module, Expression.class, Expression::of, Expression::toString);
        return module;
    }

    /** For what is kept between periods: sums may have more digits than what a plan says. */
    static SimpleModule ofState() {
        SimpleModule module = new SimpleModule("plan-state");
        add(module, BigDecimal.class, PricePlanScalars::sum, BigDecimal::toPlainString);
        add(module, LocalDate.class, PricePlanScalars::date, LocalDate::toString);
        return module;
    }

    private static BigDecimal sum(String text) {
        if (!SUM.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + shortened(text) + "' is not a number such as \"12.50\"");
        }
        return new BigDecimal(text);
    }

    private static BigDecimal decimal(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + shortened(text) + "' is not a number; allowed are up to "
                    + AmountLimit.MAX_INTEGER_DIGITS + " digits, then a decimal point and up to "
                    + AmountLimit.MAX_FRACTION_DIGITS + " more, such as \"0.0025\"");
        }
        return new BigDecimal(text);
    }

    private static CurrencyUnit currency(String text) {
        return Currencies.find(text)
                .orElseThrow(() -> new IllegalArgumentException("'" + shortened(text)
                        + "' is not a currency; allowed are ISO 4217 codes such as EUR, in capitals"));
    }

    private static LocalDate date(String text) {
        try {
            if (DATE.matcher(text).matches()) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException wrong) {
            throw new IllegalArgumentException(noDate(text), wrong);
        }
        throw new IllegalArgumentException(noDate(text));
    }

    private static String noDate(String text) {
        return "'" + shortened(text)
                + "' is not a date; allowed are dates such as 2026-05-31, in the years 0001 to 9999";
    }

    private static LocalTime time(String text) {
        if (!TIME.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + shortened(text)
                    + "' is not a time of the day; allowed are times such as 06:30, midnight being 00:00");
        }
        return LocalTime.parse(text);
    }

    private static ZoneId zone(String text) {
        if (!ZoneId.getAvailableZoneIds().contains(text)) {
            throw new IllegalArgumentException("'" + shortened(text)
                    + "' is not a time zone; allowed are names of the time zone database such as Europe/Berlin");
        }
        return ZoneId.of(text);
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    private static <T> void add(
            SimpleModule module, Class<T> type, Function<String, T> read, Function<T, String> write) {
        module.addDeserializer(type, new Reader<>(type, read));
        module.addSerializer(type, new Writer<>(type, write));
    }

    private static final class Reader<T> extends StdScalarDeserializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Function<String, T> read;

        Reader(Class<T> type, Function<String, T> read) {
            super(type);
            this.read = read;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            boolean number = Number.class.isAssignableFrom(handledType()) || handledType() == Divisor.class;
            try {
                if (json.currentToken() == JsonToken.VALUE_STRING) {
                    return read.apply(json.getText());
                }
                if (number && json.currentToken().isNumeric()) {
                    BigDecimal exact = AmountLimit.requireAccepted(json.getDecimalValue(), "the number");
                    return read.apply(exact.toPlainString());
                }
            } catch (IllegalArgumentException | ArithmeticException wrong) {
                throw JsonMappingException.from(json, wrong.getMessage(), wrong);
            }
            throw JsonMappingException.from(
                    json, number ? "must be a number, or a text that holds one" : "must be a text");
        }
    }

    private static final class Writer<T> extends StdScalarSerializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Function<T, String> write;

        Writer(Class<T> type, Function<T, String> write) {
            super(type);
            this.write = write;
        }

        @Override
        public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(write.apply(value));
        }
    }
}
