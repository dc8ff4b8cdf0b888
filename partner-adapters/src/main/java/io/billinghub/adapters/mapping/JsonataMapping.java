package io.billinghub.adapters.mapping;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.model.Decimals;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JSONata expression that gives exact numbers.
 *
 * <p>JSONata computes in floating point. So the input's numbers are handed over as BigDecimal, which the evaluator passes on
 * untouched, and what comes out is an amount only if it is such a number, decimal text, or a whole number that stands in the
 * expression itself. Anything else has gone through JSONata's own arithmetic, and is refused with the exact functions'
 * names. Evaluation is bounded in time, for a row and for a document, in depth, and in the size
 * of what it makes.
 *
 * <p>Not for use by several threads at once.
 */
public final class JsonataMapping {

    private static final long LONGEST_MILLIS = 30_000;
    private static final int DEEPEST = 500;

    /** Of all rows of a document together. */
    private static final Duration LONGEST_OF_ALL = Duration.ofMinutes(10);

    private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,18}");

    private final Jsonata expression;
    private final Set<Long> literals = new HashSet<>();

    private final long longestMillis;

    /** What is left of {@link #LONGEST_OF_ALL}, in nanoseconds. */
    private long left = LONGEST_OF_ALL.toNanos();

    private JsonataMapping(Jsonata expression, String text, long longestMillis) {
        this.expression = expression;
        this.longestMillis = longestMillis;
        Matcher numbers = WHOLE_NUMBER.matcher(text);
        while (numbers.find()) {
            long literal = Long.parseLong(numbers.group());
            literals.add(literal);
            literals.add(-literal);
        }
    }

    /**
     * Compiles the expression.
     *
     * @throws IllegalArgumentException with the reason and the position if it is no JSONata
     */
    public static JsonataMapping compile(String expression) {
        return compile(expression, LONGEST_MILLIS);
    }

    static JsonataMapping compile(String expression, long longestMillis) {
        try {
            Jsonata compiled = Jsonata.jsonata(expression);
            ExactFunctions.register(compiled);
            return new JsonataMapping(compiled, expression, longestMillis);
        } catch (JException e) {
            throw new IllegalArgumentException("at character " + e.getLocation() + ": " + e.getMessage(), e);
        }
    }

    /**
     * What the expression gives for the input: maps, lists, texts, numbers and truth values, or null for nothing.
     *
     * @throws RefusedException if the expression can't be evaluated for it
     */
    public Object evaluate(JsonNode input, String place) {
        try {
            Jsonata.Frame frame = expression.createFrame();
            long longest = Math.min(TimeUnit.MILLISECONDS.toNanos(longestMillis), left);
            long begun = System.nanoTime();
            new EvaluationBounds(longest, DEEPEST).watch(frame);
            try {
                return expression.evaluate(plain(input), frame);
            } finally {
                left -= System.nanoTime() - begun;
            }
        } catch (RuntimeException e) {
            throw new RefusedException(RuleCode.MAPPING_FAILED, place, "the JSONata expression failed: " + reason(e));
        } catch (StackOverflowError e) {
            throw new RefusedException(
                    RuleCode.MAPPING_FAILED, place, "the JSONata expression failed: it goes deeper than it may");
        }
    }

    /**
     * The exact number.
     *
     * @throws LineFlawException if it is none, or not exact
     */
    public BigDecimal number(String field, Object value) {
        if (value instanceof BigDecimal exact) {
            return Values.number(field, exact.toString(), '.');
        }
        if (value instanceof String text) {
            return Values.number(field, text, '.');
        }
        if ((value instanceof Integer || value instanceof Long) && literals.contains(((Number) value).longValue())) {
            return BigDecimal.valueOf(((Number) value).longValue());
        }
        if (value instanceof Number) {
            throw new LineFlawException(field + ": " + value
                    + " was computed by JSONata in floating point; use $minor, $add, $subtract, $multiply, $divide,"
                    + " $total or $integer");
        }
        throw new LineFlawException(field + ": " + (value == null ? "a number is missing" : "this is no number"));
    }

    /** The text of a value; numbers as they were written; null for nothing. */
    public static String text(Object value) {
        if (value instanceof BigDecimal exact) {
            return exact.toString().length() > 64
                    ? exact.toString()
                    : Decimals.plain(exact).toPlainString();
        }
        if (value instanceof Map || value instanceof List) {
            return null;
        }
        return value == null ? null : value.toString();
    }

    private static String reason(RuntimeException e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return Values.shortened(String.valueOf(deepest.getMessage()));
    }

    static Object plain(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.properties().forEach(field -> map.put(field.getKey(), plain(field.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>(node.size());
            node.forEach(element -> list.add(plain(element)));
            return list;
        }
        if (node.isNumber()) {
            return node.decimalValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        return node.isNull() || node.isMissingNode() ? null : node.asText();
    }
}
