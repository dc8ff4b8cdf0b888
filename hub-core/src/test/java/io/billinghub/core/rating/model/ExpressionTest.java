package io.billinghub.core.rating.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An expression calculates, and can do nothing else. */
class ExpressionTest {
    private static final Map<String, BigDecimal> A = Map.of("a", new BigDecimal("2"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a ^ 999999999",
                "FACT(999999)",
                "RANDOM()",
                "DT_NOW()",
                "STR_FORMAT(a)",
                "SUM(a, a)",
                "\"text\"",
                "a[0]",
                "a.b",
                "1e999999999",
                "1E-999999999 * a",
                "0xFF",
                "2a",
                "a a",
                "(a",
                "a)",
                "a +",
                "IF(a > 1, 2)",
                "a; a",
                "a % 2",
                "#{a}",
                "null"
            })
    void whatIsNoArithmeticIsRefused(String text) {
        assertThatThrownBy(() -> {
                    Expression expression = Expression.of(text);
                    expression.requireNames(A.keySet());
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("ezylang");
    }

    @Test
    void aLongTextAndDeepParenthesesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Expression.of("1+".repeat(500) + "1"))
                .withMessage("the expression has 1001 characters; allowed are at most 1000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Expression.of("(".repeat(51) + "1" + ")".repeat(51)))
                .withMessageContaining("more than 50 parentheses");
    }

    /** Each is as heavy as the length allows. */
    @ParameterizedTest
    @ValueSource(strings = {"-", "1+", "a*", "999999999999999*", "a/999999999999999/", "MAX(1,", "FLOOR("})
    @Timeout(5)
    void theHeaviestExpressionTakesNoTime(String part) {
        int parentheses = part.endsWith("(") || part.endsWith(",") ? 50 : 0;
        int times = parentheses > 0 ? parentheses : (Expression.MAX_LENGTH - 1) / part.length();
        Expression expression = Expression.of(part.repeat(times) + "1" + ")".repeat(parentheses));
        try {
            assertThat(expression.value(A)).isNotNull();
        } catch (IllegalArgumentException tooLarge) {
            assertThat(tooLarge).hasMessageContaining("too many digits");
        }
    }

    @Test
    void oneExpressionServesManyThreads() throws Exception {
        Expression expression = Expression.of("IF(a > 10, a * 2, a * 3)");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<BigDecimal>> tasks = IntStream.range(0, 400)
                    .<Callable<BigDecimal>>mapToObj(i -> () -> expression.value(Map.of("a", BigDecimal.valueOf(i))))
                    .toList();
            List<Future<BigDecimal>> values = threads.invokeAll(tasks);
            for (int i = 0; i < values.size(); i++) {
                assertThat(values.get(i).get()).isEqualByComparingTo(BigDecimal.valueOf(i > 10 ? i * 2L : i * 3L));
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
