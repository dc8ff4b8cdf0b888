package io.billinghub.embedded.measure.prices;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PriceModelsTest {

    static List<PriceModel> models() {
        return PriceModels.all();
    }

    @ParameterizedTest
    @MethodSource("models")
    void itsCodeGivesWhatWasReckonedByHand(PriceModel model) {
        assertThat(model.cases()).hasSizeGreaterThan(3);
        assertThat(CompiledCode.right(model))
                .as(model.key())
                .isEqualTo(model.cases().size());
    }

    @ParameterizedTest
    @MethodSource("models")
    void aPlanSaysItOrItIsMissed(PriceModel model) {
        assertThat(model.plans().isEmpty()).isEqualTo(model.missed().isPresent());
        assertThat(model.codeLines()).isPositive();
    }
}
