package io.billinghub.embedded.measure.prices;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Each plan of a model on each of its cases, by the preview of a hub. */
public final class PlanTries {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Preview preview;

    /** A hub's preview of prices. */
    public interface Preview {
        /**
         * The answers to requests, in their order.
         *
         * @param requests up to 100
         * @return an array; what the hub said, where it refuses
         */
        JsonNode of(ArrayNode requests) throws InterruptedException;
    }

    /**
     * How a plan did.
     *
     * @param right cases whose amounts are all right
     * @param wrong of each other case why it is wrong
     */
    public record Tried(int right, List<String> wrong) {
        public Tried {
            wrong = List.copyOf(wrong);
        }
    }

    public PlanTries(Preview preview) {
        this.preview = preview;
    }

    /** Asks for all cases, the first periods of all first, then the second ones with what the first ones have left. */
    public Tried of(PriceModel model, JsonNode plan) throws InterruptedException {
        int cases = model.cases().size();
        List<Optional<JsonNode>> states = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < cases; i++) {
            states.add(Optional.empty());
            wrong.add("");
        }
        int steps = model.cases().stream()
                .mapToInt(each -> each.steps().size())
                .max()
                .orElse(0);
        boolean modified = plan.has("modifiers");
        for (int step = 0; step < steps; step++) {
            ArrayNode requests = JSON.createArrayNode();
            List<Integer> asked = new ArrayList<>();
            for (int i = 0; i < cases; i++) {
                List<PriceModel.Step> all = model.cases().get(i).steps();
                if (step < all.size() && wrong.get(i).isEmpty()) {
                    requests.add(request(all.get(step).usage(), plan, modified, states.get(i)));
                    asked.add(i);
                }
            }
            if (asked.isEmpty()) {
                break;
            }
            JsonNode answers = preview.of(requests);
            for (int k = 0; k < asked.size(); k++) {
                int i = asked.get(k);
                JsonNode answer = answers.isArray() ? answers.path(k) : alone(requests, k, answers);
                PriceModel.Case each = model.cases().get(i);
                wrong.set(i, judged(each, step, answer));
                states.set(i, answer.has("state") ? Optional.of(answer.path("state")) : Optional.empty());
            }
        }
        List<String> why = wrong.stream().filter(word -> !word.isEmpty()).toList();
        return new Tried(cases - why.size(), why);
    }

    /** Where one of several is refused, each is asked for by itself. */
    private JsonNode alone(ArrayNode requests, int index, JsonNode refusal) throws InterruptedException {
        if (requests.size() == 1) {
            return refusal;
        }
        JsonNode answer = preview.of(JSON.createArrayNode().add(requests.get(index)));
        return answer.isArray() ? answer.path(0) : answer;
    }

    private static String judged(PriceModel.Case of, int step, JsonNode answer) {
        BigDecimal expected = of.steps().get(step).expected();
        if (answer.path("amount").isNumber()
                && new BigDecimal(answer.path("amount").asText()).compareTo(expected) == 0) {
            return "";
        }
        String said = answer.has("amount")
                ? answer.path("amount").asText()
                : answer.path("detail").asText();
        return of.why() + " (period " + (step + 1) + "): " + expected + " is due, the plan says " + said;
    }

    private static ObjectNode request(JsonNode usage, JsonNode plan, boolean modified, Optional<JsonNode> state) {
        ObjectNode request = usage.deepCopy();
        if (!modified) {
            request.remove("periodNumber"); // a plan without modifiers knows no periods of the service
        }
        request.set("plan", plan);
        state.ifPresent(before -> request.set("state", before));
        return request;
    }
}
