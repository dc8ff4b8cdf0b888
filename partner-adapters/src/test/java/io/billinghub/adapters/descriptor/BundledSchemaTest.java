package io.billinghub.adapters.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.billinghub.adapters.format.DocumentFormats;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The descriptor's schema as one document says the same as its parts, and needs none of them. */
class BundledSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Nothing is loaded from elsewhere: a reference that leads out of the document fails. */
    private final JsonSchema schema = JsonSchemaFactory.getInstance(
                    SpecVersion.VersionFlag.V202012,
                    factory -> factory.schemaLoaders(loaders -> loaders.add(address -> {
                        throw new AssertionError("the schema refers to " + address);
                    })))
            .getSchema(BundledSchema.text());

    @ParameterizedTest
    @ValueSource(strings = {"focus-folder", "ubl-push", "json-http", "csv-push", "fixed-width-folder", "parquet-push"})
    void theExamplesAreValid(String example) throws IOException {
        try (var in = BundledSchema.class.getResourceAsStream("/schema/examples/" + example + ".json")) {
            assertThat(schema.validate(JSON.readTree(in))).isEmpty();
        }
    }

    @Test
    void aColumnThatIsMissingIsSeen() throws IOException {
        assertThat(schema.validate(JSON.readTree("""
                        {"key": "a", "partner": "p", "agreement": "g", "kind": "BILL", "transport": {"type": "push"},
                         "format": {"type": "csv"}, "mapping": {"columns": {"account": "A"}}}
                        """)))
                .anySatisfy(message -> assertThat(message.getMessage()).contains("net"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"presets", "schema", "suggest"})
    void noAdapterHasTheNameOfARoute(String key) throws IOException {
        String descriptor = """
                {"key": "%s", "partner": "p", "agreement": "g", "kind": "BILL", "transport": {"type": "push"}, "format": {"type": "focus"}}
                """;

        assertThat(schema.validate(JSON.readTree(descriptor.formatted("a")))).isEmpty();
        assertThat(schema.validate(JSON.readTree(descriptor.formatted(key)))).isNotEmpty();
    }

    @Test
    void eachFormatIsInIt() throws IOException {
        var parts = JSON.readTree(BundledSchema.text()).path("$defs");

        assertThat(DocumentFormats.all())
                .allSatisfy(format -> assertThat(parts.has("format/" + format.type() + ".schema.json"))
                        .as(format.type())
                        .isTrue());
    }
}
