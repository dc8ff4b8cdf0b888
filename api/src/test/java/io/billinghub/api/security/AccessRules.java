package io.billinghub.api.security;

import io.billinghub.api.openapi.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The rules of {@code security/matrix.txt}. */
public record AccessRules(List<AccessRule> rules) {

    static final String FILE = "api/src/test/resources/security/matrix.txt";

    public static AccessRules load() {
        try (InputStream file = AccessRules.class.getResourceAsStream("/security/matrix.txt")) {
            return new AccessRules(new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(AccessRule::parse)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rule for a route. */
    public AccessRule of(Route route) {
        List<AccessRule> best = best(route);
        if (best.size() != 1) {
            throw new AssertionError(complaint(route, best));
        }
        return best.get(0);
    }

    /** What is wrong between the routes and the rules; empty where each route has one rule and each rule a route. */
    List<String> gaps(List<Route> routes) {
        List<String> gaps = new ArrayList<>();
        Set<AccessRule> used = new LinkedHashSet<>();
        for (Route route : routes) {
            List<AccessRule> best = best(route);
            used.addAll(best);
            if (best.size() != 1) {
                gaps.add(complaint(route, best));
            }
        }
        for (AccessRule rule : rules) {
            if (!used.contains(rule)) {
                gaps.add("the rule for " + rule.methods() + " " + rule.path() + " is for no route: take it out of "
                        + FILE);
            }
        }
        return gaps;
    }

    private List<AccessRule> best(Route route) {
        int most = rules.stream()
                .mapToInt(rule -> rule.fits(route.method(), route.template()))
                .max()
                .orElse(0);
        return most == 0
                ? List.of()
                : rules.stream()
                        .filter(rule -> rule.fits(route.method(), route.template()) == most)
                        .toList();
    }

    private static String complaint(Route route, List<AccessRule> found) {
        return found.isEmpty()
                ? route + " has no rule: add a line to " + FILE + ", its head says how"
                : route + " has " + found.size() + " rules that fit equally well in " + FILE;
    }
}
