package io.billinghub.adapters.mapping;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JSONata expression may hold whose author the hub does not trust: paths, objects, lists, conditions and the functions that
 * cost no more than their input. Regular expressions, functions of its own, ranges and all other functions are left to the
 * marketplace: some of them take time or memory without a bound inside of one call, where no evaluation can be stopped.
 */
public final class PlainExpression {

    private static final Set<String> FUNCTIONS = Set.of(
            "minor",
            "add",
            "subtract",
            "multiply",
            "divide",
            "negate",
            "integer",
            "total",
            "date",
            "plusDays",
            "json",
            "string",
            "substring",
            "substringBefore",
            "substringAfter",
            "trim",
            "uppercase",
            "lowercase",
            "length",
            "exists",
            "not",
            "boolean",
            "count",
            "lookup");

    /** Texts and quoted names, in which anything may stand. */
    private static final Pattern QUOTED =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"|'(?:[^'\\\\]|\\\\.)*+'|`[^`]*+`", Pattern.DOTALL);

    /** What is no part of a plain expression; a call of what is no name is one, too. */
    private static final Pattern BEYOND = Pattern.compile("/|\\.\\.|~>|\\bfunction\\b|\u03bb|[)\\]}]\\s*\\(|[\"'`]");

    private static final Pattern CALL = Pattern.compile("([A-Za-z_$][A-Za-z0-9_$]*)\\s*\\(");

    private PlainExpression() {}

    /** Why the expression is not plain; empty if it is. */
    public static Optional<String> flaw(String expression) {
        String text = QUOTED.matcher(expression).replaceAll(" _ ");
        Matcher beyond = BEYOND.matcher(text);
        if (beyond.find()) {
            return Optional.of("\"" + beyond.group() + "\" is none of what a partner's own expression may hold");
        }
        Matcher call = CALL.matcher(text);
        while (call.find()) {
            String name = call.group(1);
            boolean known = name.startsWith("$") && FUNCTIONS.contains(name.substring(1));
            if (!known && !Set.of("and", "or", "in").contains(name)) {
                return Optional.of(name + " is none of the functions that a partner's own expression may call");
            }
        }
        return Optional.empty();
    }
}
