package io.billinghub.api.tmf630.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The states of a resource and the ways between them, as the specification draws them.
 *
 * @param attribute which holds the state
 * @param initial in which a resource begins where its client says none; must be one of {@code next}'s keys
 * @param next the states that may follow each state; a state may always stay
 */
public record LifeCycle(String attribute, String initial, Map<String, Set<String>> next) {

    public LifeCycle {
        next = Map.copyOf(next);
        if (!next.containsKey(initial)) {
            throw new IllegalArgumentException(initial + " is no state");
        }
    }

    /** States without any rule between them. */
    public static LifeCycle free(String attribute, String initial, Set<String> states) {
        Map<String, Set<String>> next = new java.util.HashMap<>();
        states.forEach(state -> next.put(state, states));
        return new LifeCycle(attribute, initial, next);
    }

    /** Sets the first state where the client says none; refuses one that does not exist. */
    void begin(ObjectNode body) {
        if (!body.hasNonNull(attribute)) {
            body.put(attribute, initial);
        }
        requireState(body.path(attribute).asText());
    }

    /** @throws HubException STATE_CHANGE for a way that there is not, INVALID_BODY for a state that there is not */
    void requireWay(ObjectNode before, ObjectNode after) {
        String from = before.path(attribute).asText(initial);
        String to = after.path(attribute).asText();
        requireState(to);
        if (!from.equals(to) && !next.getOrDefault(from, next.keySet()).contains(to)) {
            throw new HubException(
                    ApiError.STATE_CHANGE,
                    "/" + attribute + ": can't change from " + from + " to " + to + "; it can to "
                            + (next.get(from).isEmpty() ? "no other" : String.join(", ", new TreeSet<>(next.get(from))))
                            + ".");
        }
    }

    private void requireState(String state) {
        if (!next.containsKey(state)) {
            throw new HubException(
                    ApiError.INVALID_BODY,
                    "/" + attribute + ": must be one of " + String.join(", ", new TreeSet<>(next.keySet())) + ", not '"
                            + state + "'.");
        }
    }
}
