package io.billinghub.adapters.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An expression that does not end is stopped, and what it would have given is refused. */
class JsonataBoundsTest {

    private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

    @ParameterizedTest
    @ValueSource(
            strings = {
                // a call in the last place, which takes no depth: stopped by time
                "($again := function() { $again() }; $again())",
                // a call inside of a sum: stopped by depth
                "($deeper := function($n) { 1 + $deeper($n + 1) }; $deeper(1))",
                // 10^14 pairs
                "$count([1..10000000].([1..10000000].($)))",
                // more than a heap may hold, long before time is over
                "[1..9999999].($ * 2)",
                "($a := $string([1..400000]); $b := $a & $a; $c := $b & $b; $d := $c & $c; $length($d & $d))",
            })
    void itIsStopped(String expression) {
        JsonataMapping mapping = JsonataMapping.compile(expression, 300);

        assertThatThrownBy(() -> mapping.evaluate(NOTHING, "document"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.rule()).isEqualTo(RuleCode.MAPPING_FAILED));
    }
}
