package io.billinghub.core.billrun.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.billrun.model.RunCheck;
import io.billinghub.core.billrun.model.StageTask;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Tasks of stages as JSON: read with the place of what is wrong, and written as they are kept. */
public final class StageTasks {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final int MOST = 50;

    private StageTasks() {}

    /**
     * Reads a list of tasks.
     *
     * @throws HubException TASKS_REFUSED with the place of what is wrong
     */
    public static List<StageTask> read(JsonNode list) {
        if (!list.isArray() || list.size() > MOST) {
            throw refused("", "is not a list of at most " + MOST + " tasks", null);
        }
        List<StageTask> tasks = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            tasks.add(task(list.get(i), "/" + i));
        }
        return List.copyOf(tasks);
    }

    /** What was kept. */
    static List<StageTask> stored(String text) {
        return read(parsed(text));
    }

    private static StageTask task(JsonNode task, String place) {
        allowOnly(task, place, Set.of("stage", "when", "name", "check", "onFailure"));
        BillRunState stage = oneOf(task, place, "stage", BillRunState.class);
        StageTask.Moment moment = oneOf(task, place, "when", StageTask.Moment.class);
        StageTask.OnFailure onFailure = oneOf(task, place, "onFailure", StageTask.OnFailure.class);
        RunCheck check = check(task.path("check"), place + "/check");
        try {
            return new StageTask(stage, moment, text(task, place, "name"), check, onFailure);
        } catch (IllegalArgumentException invalid) {
            throw refused(place, invalid.getMessage(), invalid);
        }
    }

    private static RunCheck check(JsonNode check, String place) {
        String type = text(check, place, "type");
        return switch (type) {
            case "BUILT_IN" -> builtIn(check, place);
            case "HTTP" -> http(check, place);
            case "SAMPLE" -> sample(check, place);
            default -> throw refused(place + "/type", "is BUILT_IN, HTTP or SAMPLE, not " + type, null);
        };
    }

    private static RunCheck sample(JsonNode check, String place) {
        allowOnly(check, place, Set.of("type", "bills"));
        try {
            return new RunCheck.Sample(whole(check, place, "bills", 0));
        } catch (IllegalArgumentException invalid) {
            throw refused(place, invalid.getMessage(), invalid);
        }
    }

    private static RunCheck http(JsonNode check, String place) {
        allowOnly(check, place, Set.of("type", "method", "url", "secret", "timeoutSeconds", "expectedStatus", "json"));
        JsonNode json = check.path("json");
        if (!json.isMissingNode() && !json.isBoolean()) {
            throw refused(place + "/json", "is true or false", null);
        }
        try {
            return new RunCheck.Http(
                    text(check, place, "method"),
                    text(check, place, "url"),
                    check.has("secret") ? text(check, place, "secret") : null,
                    Duration.ofSeconds(whole(check, place, "timeoutSeconds", 10)),
                    whole(check, place, "expectedStatus", 200),
                    json.asBoolean(false));
        } catch (IllegalArgumentException invalid) {
            throw refused(place, invalid.getMessage(), invalid);
        }
    }

    private static int whole(JsonNode object, String place, String member, int otherwise) {
        JsonNode node = object.path(member);
        if (node.isMissingNode()) {
            return otherwise;
        }
        if (!node.isInt()) {
            throw refused(place + "/" + member, "is no whole number", null);
        }
        return node.intValue();
    }

    private static RunCheck builtIn(JsonNode check, String place) {
        allowOnly(check, place, Set.of("type", "rule", "most"));
        RunCheck.Rule rule = oneOf(check, place, "rule", RunCheck.Rule.class);
        try {
            return new RunCheck.BuiltIn(rule, number(check, place, "most"));
        } catch (IllegalArgumentException invalid) {
            throw refused(place, invalid.getMessage(), invalid);
        }
    }

    private static void allowOnly(JsonNode object, String place, Set<String> members) {
        if (!object.isObject()) {
            throw refused(place, "is missing, or no object", null);
        }
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!members.contains(name)) {
                throw refused(place + "/" + name, "is not known", null);
            }
        }
    }

    private static String text(JsonNode object, String place, String member) {
        JsonNode node = object.path(member);
        if (!node.isTextual() || node.textValue().indexOf('\0') >= 0) {
            throw refused(place + "/" + member, "is missing, or no text", null);
        }
        return node.textValue();
    }

    private static BigDecimal number(JsonNode object, String place, String member) {
        JsonNode node = object.path(member);
        if (node.isMissingNode()) {
            return null;
        }
        if (!node.isNumber()) {
            throw refused(place + "/" + member, "is no number", null);
        }
        return node.decimalValue();
    }

    private static <E extends Enum<E>> E oneOf(JsonNode object, String place, String member, Class<E> type) {
        String text = text(object, place, member);
        try {
            return Enum.valueOf(type, text);
        } catch (IllegalArgumentException unknown) {
            throw refused(
                    place + "/" + member, "is one of " + List.of(type.getEnumConstants()) + ", not " + text, unknown);
        }
    }

    private static HubException refused(String place, String why, IllegalArgumentException cause) {
        return new HubException(CoreError.TASKS_REFUSED, (place.isEmpty() ? "/" : place) + ": " + why, cause);
    }

    /** The tasks as they are kept and shown. */
    public static String write(List<StageTask> tasks) {
        ArrayNode list = JSON.createArrayNode();
        for (StageTask task : tasks) {
            ObjectNode node = list.addObject();
            node.put("stage", task.stage().name())
                    .put("when", task.moment().name())
                    .put("name", task.name());
            node.set("check", json(task.check()));
            node.put("onFailure", task.onFailure().name());
        }
        return list.toString();
    }

    /** A check as it is kept and shown. */
    static ObjectNode json(RunCheck check) {
        if (check instanceof RunCheck.Http http) {
            return json(http);
        }
        if (check instanceof RunCheck.Sample sample) {
            return JSON.createObjectNode().put("type", "SAMPLE").put("bills", sample.bills());
        }
        RunCheck.BuiltIn rule = (RunCheck.BuiltIn) check;
        ObjectNode node = JSON.createObjectNode()
                .put("type", "BUILT_IN")
                .put("rule", rule.rule().name());
        if (rule.most() != null) {
            node.put("most", rule.most());
        }
        return node;
    }

    private static ObjectNode json(RunCheck.Http check) {
        ObjectNode node = JSON.createObjectNode()
                .put("type", "HTTP")
                .put("method", check.method())
                .put("url", check.url());
        if (check.secret() != null) {
            node.put("secret", check.secret());
        }
        return node.put("timeoutSeconds", check.limit().toSeconds())
                .put("expectedStatus", check.expectedStatus())
                .put("json", check.json());
    }

    /** A check that was kept. */
    static RunCheck storedCheck(String text) {
        return check(parsed(text), "/check");
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
