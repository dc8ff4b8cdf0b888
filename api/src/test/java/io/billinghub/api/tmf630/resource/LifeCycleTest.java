package io.billinghub.api.tmf630.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.core.error.HubException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A resource goes the ways of its life cycle and no other. */
class LifeCycleTest {

    private static final LifeCycle STATES = new LifeCycle(
            "state", "open", Map.of("open", Set.of("running"), "running", Set.of("done"), "done", Set.of()));

    @Test
    void itBeginsInTheFirstStateWhereNoneIsSaid() {
        ObjectNode body = KeptJson.read("{}");
        STATES.begin(body);
        assertThat(body.path("state").asText()).isEqualTo("open");
    }

    @Test
    void aStateThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> STATES.begin(state("sleeping"))).hasMessageContaining("done, open, running");
    }

    @Test
    void aStateMayStayAndMayGoOn() {
        STATES.requireWay(state("open"), state("open"));
        STATES.requireWay(state("open"), state("running"));
    }

    @Test
    void aWayThatThereIsNotIsAConflict() {
        assertThatThrownBy(() -> STATES.requireWay(state("done"), state("open")))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ApiError.STATE_CHANGE))
                .hasMessageContaining("can't change from done to open");
    }

    private static ObjectNode state(String state) {
        return KeptJson.read("{\"state\": \"" + state + "\"}");
    }
}
