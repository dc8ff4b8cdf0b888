package io.billinghub.api.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.core.rating.infrastructure.PlanTemplate;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.rating.plan.PricePlan;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What TMF620 shows of a price plan makes the same plan again, by whatever model it prices. */
class PriceRoundTripTest {

    static Stream<PlanTemplate> templates() {
        return PlanTemplate.all().stream();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void aTemplateIsShownAndReadAsItIs(PlanTemplate template) {
        assertThat(throughTmf(template.plan())).isEqualTo(template.plan());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // model | whether the attributes of the specification say it all
                "{\"type\":\"flat\",\"timing\":\"IN_ARREARS\",\"fee\":\"9.90\",\"proration\":\"END_DAY_EXCLUDED\"} |"
                        + " true",
                "{\"type\":\"flat\",\"timing\":\"IN_ADVANCE\",\"fee\":\"9.90\",\"proration\":\"END_DAY_EXCLUDED\"} |"
                        + " false",
                "{\"type\":\"flat\",\"timing\":\"IN_ARREARS\",\"fee\":\"9.90\"}                                    |"
                        + " false",
                "{\"type\":\"flat\",\"timing\":\"ONE_TIME\",\"fee\":\"-9.90\"}                                     |"
                        + " true",
                "{\"type\":\"perUnit\",\"unitPrice\":\"0.0500\"}                                                   |"
                        + " true",
                "{\"type\":\"perUnit\",\"unitPrice\":\"0.05\",\"priceBase\":\"1000\"}                              |"
                        + " true",
                "{\"type\":\"stairStep\",\"tiers\":[{\"fee\":\"5\"}],\"feeAtZero\":true}                           |"
                        + " false",
                "{\"type\":\"preRated\"}                                                                           |"
                        + " false",
            })
    void theAttributesOfTheSpecificationAreEnoughWhereTheySayItAll(String model, boolean alone) {
        PricePlan plan = PricePlanJson.read(
                        "{\"key\":\"k\",\"version\":3,\"name\":\"K\",\"currency\":\"EUR\",\"unit\":\"GB\",\"model\":"
                                + model + ",\"validFrom\":\"2026-01-01\",\"validTo\":\"2027-01-01\"}")
                .orElseThrow();
        assertThat(shown(plan).has("pricePlan")).isNotEqualTo(alone);
        PricePlan again = throughTmf(plan);
        assertThat(again.model()).isEqualTo(plan.model());
        assertThat(again.currency()).isEqualTo(plan.currency());
        assertThat(again.unit()).isEqualTo(plan.unit());
    }

    @Test
    void theTemplatesHaveAllModels() {
        Set<String> models = templates()
                .map(template -> KeptJson.read(PricePlanJson.write(template.plan()))
                        .at("/model/type")
                        .asText())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(models).isEqualTo(PricePlanJson.models().keySet());
    }

    private static ObjectNode shown(PricePlan plan) {
        ObjectNode definition = KeptJson.read(PricePlanJson.write(plan));
        ObjectNode shown =
                definition.objectNode().put("key", plan.key()).put("version", Integer.toString(plan.version()));
        PriceDisplay.fill(shown, definition, plan.version());
        return shown;
    }

    /** Validity, which the resource shows and reads, left out on both sides. */
    private static PricePlan throughTmf(PricePlan plan) {
        ObjectNode shown = shown(plan);
        ObjectNode again =
                PriceTranslation.of(shown, plan.key(), plan.version()).definition();
        assertThatCode(() -> PriceDisplay.requireAgreement(shown, again)).doesNotThrowAnyException();
        again.remove("validFrom");
        return PricePlanJson.read(again.toString()).orElseThrow();
    }
}
