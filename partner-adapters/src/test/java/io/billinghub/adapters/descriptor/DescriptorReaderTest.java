package io.billinghub.adapters.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptors are checked before they are stored, and problems point at their place. */
class DescriptorReaderTest {

    private final DescriptorReader reader = new DescriptorReader();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "focus-folder",
                "ubl-push",
                "edifact-push",
                "json-http",
                "xml-push",
                "ndjson-bill",
                "cii-push",
                "factur-x-push",
                "x12-push",
                "ndjson-usage",
                "csv-push",
                "fixed-width-folder",
                "parquet-push"
            })
    void theExamplesAreValid(String example) throws IOException {
        try (var in = DescriptorReader.class.getResourceAsStream("/schema/examples/" + example + ".json")) {
            String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(reader.problems(json)).isEmpty();
            assertThat(reader.read(json).key()).isNotBlank();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\": \"folder\", \"path\": \"../other\"}              | {\"type\": \"focus\"} | /transport/path",
                "{\"type\": \"folder\", \"path\": \"/etc\"}                  | {\"type\": \"focus\"} | /transport/path",
                "{\"type\": \"folder\", \"path\": \"a\", \"include\": \"(\"} | {\"type\": \"focus\"} | /transport/include",
                "{\"type\": \"http\", \"url\": \"ftp://x\"}                  | {\"type\": \"focus\"} | /transport/url",
                "{\"type\": \"http\", \"url\": \"http://u:p@x/\"}            | {\"type\": \"focus\"} | /transport/url",
                "{\"type\": \"http\", \"url\": \"http://x\", \"credential\": \"secret\"} | {\"type\": \"focus\"} | /transport/credential",
                "{\"type\": \"http\", \"url\": \"http://x\", \"credential\": \"env:HOME\"} | {\"type\": \"focus\"} | /transport/credential",
                "{\"type\": \"http\", \"url\": \"http://x\", \"credential\": \"secret:a__b\"} | {\"type\": \"focus\"} | /transport/credential",
                "{\"type\": \"http\", \"url\": \"http://x\", \"credential\": \"secret:_b\"} | {\"type\": \"focus\"} | /transport/credential",
                "{\"type\": \"push\"}                                        | {\"type\": \"pdf\"}   | /format/type",
            })
    void aProblemNamesItsJsonPointer(String transport, String format, String pointer) {
        assertThat(reader.problems("""
                {"key": "k", "partner": "p", "agreement": "a", "kind": "BILL", "transport": %s, "format": %s}
                """.formatted(transport, format)))
                .extracting(DescriptorProblem::pointer)
                .contains(pointer);
    }

    @Test
    void anExpressionThatDoesNotCompileIsNamed() {
        assertThat(reader.problems("""
                {"key": "k", "partner": "p", "agreement": "a", "kind": "BILL", "transport": {"type": "push"},
                 "format": {"type": "json"}, "mapping": {"jsonata": "{'a': "}}
                """)).extracting(DescriptorProblem::pointer).containsExactly("/mapping/jsonata");
    }
}
