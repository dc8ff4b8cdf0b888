package io.billinghub.core.rating.model;

import com.ezylang.evalex.BaseException;
import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.config.MapBasedOperatorDictionary;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.functions.AbstractFunction;
import com.ezylang.evalex.functions.FunctionParameter;
import com.ezylang.evalex.functions.basic.AbsFunction;
import com.ezylang.evalex.functions.basic.CeilingFunction;
import com.ezylang.evalex.functions.basic.FloorFunction;
import com.ezylang.evalex.functions.basic.IfFunction;
import com.ezylang.evalex.functions.basic.MaxFunction;
import com.ezylang.evalex.functions.basic.MinFunction;
import com.ezylang.evalex.operators.arithmetic.InfixDivisionOperator;
import com.ezylang.evalex.operators.arithmetic.InfixMinusOperator;
import com.ezylang.evalex.operators.arithmetic.InfixMultiplicationOperator;
import com.ezylang.evalex.operators.arithmetic.InfixPlusOperator;
import com.ezylang.evalex.operators.arithmetic.PrefixMinusOperator;
import com.ezylang.evalex.operators.booleans.InfixAndOperator;
import com.ezylang.evalex.operators.booleans.InfixEqualsOperator;
import com.ezylang.evalex.operators.booleans.InfixGreaterEqualsOperator;
import com.ezylang.evalex.operators.booleans.InfixGreaterOperator;
import com.ezylang.evalex.operators.booleans.InfixLessEqualsOperator;
import com.ezylang.evalex.operators.booleans.InfixLessOperator;
import com.ezylang.evalex.operators.booleans.InfixNotEqualsOperator;
import com.ezylang.evalex.operators.booleans.InfixOrOperator;
import com.ezylang.evalex.operators.booleans.PrefixNotOperator;
import com.ezylang.evalex.parser.Token;
import io.billinghub.core.money.AmountLimit;
import io.billinghub.core.rating.Parts;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * An arithmetic expression over named numbers: {@code IF(resolved > 100, resolved * 0.80, 0)}.
 *
 * <p>It holds plain decimal numbers, names, {@code + - * /}, comparisons ({@code = != < <= > >=}), {@code && || !},
 * parentheses, and the functions {@code IF, MIN, MAX, ABS, FLOOR, CEILING, ROUND}; nothing else: no text, no power, no
 * clock, no access to anything outside. Its length is limited, it has no loops, and so is the time it takes. It calculates
 * with {@value #DIGITS} digits; the value is rounded to {@value #DECIMALS} decimal places, so that a third of a price,
 * three times, is the price. Immutable; two are equal if their texts are.
 */
public final class Expression {
    /** The longest text. */
    public static final int MAX_LENGTH = 1000;

    private static final int DIGITS = 68;
    private static final int DECIMALS = AmountLimit.MAX_FRACTION_DIGITS;
    private static final int MAX_NESTING = 50;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{0,63}");
    private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z0-9_.,()+*/<>=!&|\\s-]*");
    private static final Pattern EXPONENT = Pattern.compile("(?<![a-zA-Z0-9_])(0[xX]|[0-9.]+[a-zA-Z_])");
    private static final Set<String> FUNCTIONS = Set.of("IF", "MIN", "MAX", "ABS", "FLOOR", "CEILING", "ROUND");
    private static final ExpressionConfiguration CLOSED = closed();

    private final String text;
    private final com.ezylang.evalex.Expression parsed;

    private Expression(String text, com.ezylang.evalex.Expression parsed) {
        this.text = text;
        this.parsed = parsed;
    }

    /**
     * The expression of this text.
     *
     * @throws IllegalArgumentException if it is none, with the place and what is allowed
     */
    public static Expression of(String text) {
        Parts.notBlank(text, "expression");
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "the expression has " + text.length() + " characters; allowed are at most " + MAX_LENGTH);
        }
        var forbidden = ALLOWED.matcher(text);
        if (!forbidden.matches()) {
            forbidden.reset().lookingAt();
            throw new IllegalArgumentException("'" + text.charAt(forbidden.end()) + "' at character "
                    + (forbidden.end() + 1) + " of the expression is not allowed; allowed are numbers, names, + - * /,"
                    + " comparisons, && || !, parentheses and commas");
        }
        if (EXPONENT.matcher(text).find()) {
            throw new IllegalArgumentException("the expression holds a number with a letter in it; allowed are plain"
                    + " decimals such as 0.0025");
        }
        requireShallow(text);
        try {
            var parsed = new com.ezylang.evalex.Expression(text, CLOSED);
            parsed.validate();
            return new Expression(text, parsed);
        } catch (BaseException wrong) {
            throw new IllegalArgumentException(
                    "the expression cannot be read at character "
                            + wrong.getStartPosition() + ": " + wrong.getMessage() + "; allowed functions are "
                            + String.join(", ", new TreeSet<>(FUNCTIONS)),
                    wrong);
        }
    }

    private static void requireShallow(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth > MAX_NESTING) {
                throw new IllegalArgumentException(
                        "the expression has more than " + MAX_NESTING + " parentheses inside of each other");
            }
        }
    }

    static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name
                    + "' is no name of a metric; allowed are a letter, then letters, digits and _, at most 64");
        }
        if (FUNCTIONS.stream().anyMatch(name::equalsIgnoreCase)) {
            throw new IllegalArgumentException("'" + name + "' is a function and no name of a metric");
        }
    }

    /** Refuses the expression if it names something else than these. */
    void requireNames(Collection<String> known) {
        Set<String> unlike = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        known.forEach(name -> {
            if (!unlike.add(name)) {
                throw new IllegalArgumentException(
                        "metrics has names that differ in capitals alone, as '" + name + "'");
            }
        });
        try {
            for (String used : parsed.getUsedVariables()) {
                if (!known.contains(used)) {
                    throw new IllegalArgumentException("the expression names '" + used + "', which is no metric of the"
                            + " plan; allowed are " + String.join(", ", known));
                }
            }
        } catch (BaseException bug) {
            throw new IllegalStateException("an expression that was read before: " + text, bug);
        }
    }

    /**
     * Its value.
     *
     * @throws IllegalArgumentException if it has none, for example after a division by zero
     */
    BigDecimal value(Map<String, BigDecimal> names) {
        try {
            EvaluationValue value =
                    new com.ezylang.evalex.Expression(parsed).withValues(names).evaluate();
            if (!value.isNumberValue()) {
                throw new IllegalArgumentException(
                        "the expression gives true or false, but must give an amount: " + text);
            }
            BigDecimal amount = AmountLimit.requireFits(value.getNumberValue(), "value of the expression");
            return amount.scale() > DECIMALS ? amount.setScale(DECIMALS, RoundingMode.HALF_UP) : amount;
        } catch (BaseException | ArithmeticException wrong) {
            throw new IllegalArgumentException(
                    "the expression has no value for " + names + ": " + wrong.getMessage(), wrong);
        }
    }

    private static ExpressionConfiguration closed() {
        return ExpressionConfiguration.builder()
                .mathContext(new MathContext(DIGITS, RoundingMode.HALF_UP))
                .arraysAllowed(false)
                .structuresAllowed(false)
                .binaryAllowed(false)
                .implicitMultiplicationAllowed(false)
                .singleQuoteStringLiteralsAllowed(false)
                .defaultConstants(Map.of())
                .functionDictionary(MapBasedFunctionDictionary.ofFunctions(
                        Map.entry("IF", new IfFunction()),
                        Map.entry("MIN", new MinFunction()),
                        Map.entry("MAX", new MaxFunction()),
                        Map.entry("ABS", new AbsFunction()),
                        Map.entry("FLOOR", new FloorFunction()),
                        Map.entry("CEILING", new CeilingFunction()),
                        Map.entry("ROUND", new Round())))
                .operatorDictionary(MapBasedOperatorDictionary.ofOperators(
                        Map.entry("+", new InfixPlusOperator()),
                        Map.entry("-", new InfixMinusOperator()),
                        Map.entry("*", new InfixMultiplicationOperator()),
                        Map.entry("/", new InfixDivisionOperator()),
                        Map.entry("=", new InfixEqualsOperator()),
                        Map.entry("!=", new InfixNotEqualsOperator()),
                        Map.entry("<", new InfixLessOperator()),
                        Map.entry("<=", new InfixLessEqualsOperator()),
                        Map.entry(">", new InfixGreaterOperator()),
                        Map.entry(">=", new InfixGreaterEqualsOperator()),
                        Map.entry("&&", new InfixAndOperator()),
                        Map.entry("||", new InfixOrOperator()),
                        Map.entry("-", new PrefixMinusOperator()),
                        Map.entry("!", new PrefixNotOperator())))
                .build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Expression that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    /** {@code ROUND(number, places)}, half up, with as many decimal places as an amount may have. */
    @FunctionParameter(name = "number")
    @FunctionParameter(name = "places")
    private static final class Round extends AbstractFunction {
        @Override
        public EvaluationValue evaluate(
                com.ezylang.evalex.Expression expression, Token token, EvaluationValue... arguments)
                throws EvaluationException {
            BigDecimal places = arguments[1].getNumberValue();
            if (places.signum() < 0 || places.compareTo(BigDecimal.valueOf(DECIMALS)) > 0) {
                throw new EvaluationException(token, "ROUND takes 0 to " + DECIMALS + " decimal places");
            }
            return expression.convertValue(
                    arguments[0].getNumberValue().setScale(places.intValue(), RoundingMode.HALF_UP));
        }
    }
}
