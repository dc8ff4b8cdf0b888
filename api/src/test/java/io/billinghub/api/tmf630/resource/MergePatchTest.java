package io.billinghub.api.tmf630.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases of RFC 7396, appendix A, whose target and patch are objects. */
class MergePatchTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"a":"b"}             | {"a":"c"}                | {"a":"c"}
                    {"a":"b"}             | {"b":"c"}                | {"a":"b","b":"c"}
                    {"a":"b"}             | {"a":null}               | {}
                    {"a":"b","b":"c"}     | {"a":null}               | {"b":"c"}
                    {"a":["b"]}           | {"a":"c"}                | {"a":"c"}
                    {"a":"c"}             | {"a":["b"]}              | {"a":["b"]}
                    {"a":{"b":"c"}}       | {"a":{"b":"d","c":null}} | {"a":{"b":"d"}}
                    {"a":[{"b":"c"}]}     | {"a":[1]}                | {"a":[1]}
                    {"e":null}            | {"a":1}                  | {"e":null,"a":1}
                    {}                    | {"a":{"bb":{"ccc":null}}}| {"a":{"bb":{}}}
                    """)
    void aPatchMakesOfATarget(String target, String patch, String expected) throws JsonProcessingException {
        ObjectNode before = (ObjectNode) JSON.readTree(target);
        assertThat(MergePatch.apply(before, (ObjectNode) JSON.readTree(patch))).isEqualTo(JSON.readTree(expected));
        assertThat(before).isEqualTo(JSON.readTree(target));
    }
}
