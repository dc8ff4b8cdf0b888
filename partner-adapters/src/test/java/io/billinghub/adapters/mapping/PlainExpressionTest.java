package io.billinghub.adapters.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An expression is plain as long as it costs no more than its input. */
class PlainExpressionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"number\": no, \"lines\": [items.{\"net\": $minor(cents, $$.currency), \"to\": $plusDays(until, 1)}]}",
                "($cur := currency; {\"currency\": $cur, \"note\": 'a/b .. ~> function(x)', \"x\": `odd / name`})",
                "$exists(a) and (b = 1 or (c))? $ : $$",
                "{\"net\": $total(rows[kind = \"x\"].net)}",
                "\"a \\\" $pad('x', 9) \"",
            })
    void thisIs(String expression) {
        assertThat(PlainExpression.flaw(expression)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$pad('x', 900000000)",
                "$pad ('x', 900000000)",
                "($p := $pad; $p('x', 900000000))",
                "($pad)('x', 900000000)",
                "[$pad][0]('x', 9)",
                "[1..9999999].($ * 2)",
                "$match(a, /(a+)+$/)",
                "$contains(a, /x/)",
                "($f := function($x) { $f($x) }; $f(1))",
                "($f := \u03bb($x) { $f($x) }; $f(1))",
                "'x' ~> $pad(9)",
                "$eval(a)",
                "a.pad('x')",
                "$pad/* a comment */('x', 9)",
                "\"not closed",
            })
    void thisIsNot(String expression) {
        assertThat(PlainExpression.flaw(expression)).isPresent();
    }
}
