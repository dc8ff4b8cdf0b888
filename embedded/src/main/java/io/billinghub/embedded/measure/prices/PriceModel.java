package io.billinghub.embedded.measure.prices;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A contract, what says it as a plan and as code, and what has to come of it.
 *
 * @param key name of its folder
 * @param contract its text
 * @param missed why no plan can say it; empty where one does
 * @param plans each that was tried, in order; the last one counts
 * @param code source of the class {@code Code}
 */
public record PriceModel(
        String key, String contract, Optional<String> missed, List<JsonNode> plans, String code, List<Case> cases) {
    private static final Pattern BRANCH = Pattern.compile("\\b(if|for|while|case)\\b|&&|\\|\\||\\?");
    private static final Pattern NO_LINE = Pattern.compile("(?m)^\\s*(?:import .*|//.*|@Override|[{}\\s]*)$");

    public PriceModel {
        plans = List.copyOf(plans);
        cases = List.copyOf(cases);
    }

    /**
     * Usage whose price is known.
     *
     * @param why how its amounts are reckoned by hand
     * @param steps periods that follow each other
     */
    public record Case(String why, List<Step> steps) {
        public Case {
            steps = List.copyOf(steps);
        }
    }

    /**
     * One period of a case.
     *
     * @param usage a request for a preview, but for the plan
     */
    public record Step(JsonNode usage, BigDecimal expected) {}

    /** Values that somebody has to write for the last plan, without key, version and name. */
    public int planFields() {
        return plans.isEmpty() ? 0 : values(plans.get(plans.size() - 1)) - 3;
    }

    /** Lines of code, without imports, comments and lone braces. */
    public int codeLines() {
        return (int)
                code.lines().filter(line -> !NO_LINE.matcher(line).matches()).count();
    }

    /** Places where the code decides: conditions, loops, cases. */
    public int codeBranches() {
        return (int) BRANCH.matcher(code).results().count();
    }

    private static int values(JsonNode node) {
        if (node.isValueNode()) {
            return 1;
        }
        int values = 0;
        for (JsonNode each : node) {
            values += values(each);
        }
        return values;
    }
}
