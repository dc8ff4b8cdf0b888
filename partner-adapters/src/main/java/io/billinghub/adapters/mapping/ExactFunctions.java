package io.billinghub.adapters.mapping;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.billinghub.adapters.model.Decimals;
import io.billinghub.core.error.JsonFlaw;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Locale;

/**
 * Functions for JSONata expressions that compute exactly; see the README beside the example descriptors. Where an argument
 * is nothing the result is nothing, as JSONata's own functions do.
 */
final class ExactFunctions {

    private ExactFunctions() {}

    /** One function of exact numbers. */
    private interface Function {
        Object of(List<?> arguments);
    }

    static void register(Jsonata expression) {
        define(expression, "minor", 2, a -> minor(number(a.get(0)), String.valueOf(a.get(1))));
        define(expression, "add", 2, a -> number(a.get(0)).add(number(a.get(1))));
        define(expression, "subtract", 2, a -> number(a.get(0)).subtract(number(a.get(1))));
        define(expression, "multiply", 2, a -> number(a.get(0)).multiply(number(a.get(1))));
        define(expression, "divide", 3, a -> divide(number(a.get(0)), number(a.get(1)), number(a.get(2))));
        define(expression, "negate", 1, a -> number(a.get(0)).negate());
        define(expression, "integer", 1, a -> whole(a.get(0)));
        define(expression, "total", 1, a -> total(a.get(0)));
        define(expression, "json", 1, a -> json(String.valueOf(a.get(0))));
        define(expression, "date", 1, a -> date(number(a.get(0)), a.size() > 1 ? a.get(1) : null));
        define(
                expression,
                "plusDays",
                2,
                a -> LocalDate.parse(String.valueOf(a.get(0)).substring(0, 10))
                        .plusDays(number(a.get(1)).longValueExact())
                        .toString());
    }

    private static void define(Jsonata expression, String name, int needed, Function function) {
        Jsonata.JFunctionCallable callable = (input, arguments) -> {
            List<?> given = arguments;
            if (given.size() < needed || given.subList(0, needed).contains(null)) {
                return null;
            }
            try {
                return function.of(given);
            } catch (ArithmeticException | DateTimeException | IllegalArgumentException e) {
                throw new IllegalArgumentException("$" + name + given + ": " + e.getMessage(), e);
            }
        };
        expression.registerFunction(name, new Jsonata.JFunction(callable, null));
    }

    private static BigDecimal minor(BigDecimal amount, String currency) {
        int decimals = Currency.getInstance(currency.toUpperCase(Locale.ROOT)).getDefaultFractionDigits();
        return amount.movePointLeft(Math.max(0, decimals));
    }

    private static BigDecimal divide(BigDecimal dividend, BigDecimal divisor, BigDecimal scale) {
        return dividend.divide(divisor, scale.intValueExact(), RoundingMode.HALF_UP);
    }

    private static BigDecimal total(Object numbers) {
        if (!(numbers instanceof List<?> list)) {
            return number(numbers);
        }
        return list.stream().map(ExactFunctions::number).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** What a text of JSON holds, its numbers exact: flat files carry lists in columns. */
    private static Object json(String text) {
        try {
            return JsonataMapping.plain(ExactJson.MAPPER.readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this is no JSON: " + JsonFlaw.of(e), e);
        }
    }

    /** A count, which JSONata gives as a whole number of its own. */
    private static BigDecimal whole(Object value) {
        return new BigDecimal(number(value).toBigIntegerExact());
    }

    private static String date(BigDecimal epochSeconds, Object zone) {
        ZoneId id = zone == null ? ZoneOffset.UTC : ZoneId.of(String.valueOf(zone));
        return Instant.ofEpochSecond(epochSeconds.longValueExact())
                .atZone(id)
                .toLocalDate()
                .toString();
    }

    /** Numbers as they came and decimal text; a number that JSONata computed itself is refused. */
    private static BigDecimal number(Object value) {
        if (value instanceof BigDecimal exact) {
            // 1e999999999 would be written out by the first addition
            return Decimals.plain(exact);
        }
        if (value instanceof Integer || value instanceof Long) {
            return BigDecimal.valueOf(((Number) value).longValue());
        }
        if (value instanceof String text) {
            return Decimals.parse(text, '.');
        }
        throw new IllegalArgumentException(value + " was computed in floating point, or is no number");
    }
}
