package io.billinghub.core.rating.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.billinghub.core.rating.infrastructure.PricePlanReading.Refused;
import java.io.IOException;
import java.util.List;

/** Price plans as texts, and how they are refused. */
final class PlanTexts {
    private static final String HEAD =
            "{'key':'p','version':1,'name':'Plan','currency':'EUR','unit':'GB',".replace('\'', '"');

    private PlanTexts() {}

    /** A plan with this rest, in which apostrophes stand for quotation marks. */
    static String plan(String rest) {
        return HEAD + rest.replace('\'', '"') + "}";
    }

    /** Text, path, and what the problem must mention. */
    static void assertRefused(List<String> example) {
        PricePlanReading reading = PricePlanJson.read(example.get(0));
        assertThat(reading).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.path()).isEqualTo(example.get(1));
            assertThat(refused.problem()).contains(example.get(2)).doesNotContain("fasterxml", "java.");
        });
        assertThatThrownBy(reading::orElseThrow).hasMessageContaining(example.get(1));
    }

    static JsonSchema schema() throws IOException {
        try (var stream = PricePlanJson.class.getResourceAsStream("/schema/price-plan.schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(stream);
        }
    }
}
