package io.billinghub.api.rating;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.billinghub.api.account.Tmf;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.embedded.measure.prices.PlanTries;
import io.billinghub.embedded.measure.prices.PriceModel;
import io.billinghub.embedded.measure.prices.PriceModels;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The last plan of each model of {@code ./hub measure --prices} gives what was reckoned by hand. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class PriceModelsIT {

    @Test
    void eachPlanGivesWhatTheContractSays() throws InterruptedException {
        DemoData.load();
        PlanTries tries = new PlanTries(PriceModelsIT::preview);
        List<String> wrong = new ArrayList<>();
        for (PriceModel model : PriceModels.all()) {
            if (model.missed().isEmpty()) {
                JsonNode plan = model.plans().get(model.plans().size() - 1);
                tries.of(model, plan).wrong().forEach(word -> wrong.add(model.key() + ": " + word));
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static JsonNode preview(ArrayNode requests) {
        String answer = Tmf.as("billing-manager")
                .contentType("application/json")
                .body(requests.toString())
                .post("/hub/v1/rating/preview")
                .asString();
        try {
            return new ObjectMapper().readTree(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
