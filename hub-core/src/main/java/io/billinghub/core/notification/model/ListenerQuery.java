package io.billinghub.core.notification.model;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The {@code query} of a TMF subscription, e.g. {@code eventType=CustomerBillStateChangeEvent&state=sent,settled&fields=state}:
 * conditions joined by {@code &}, all of which must hold; alternatives by comma, or by giving a name again.
 *
 * @param eventTypes the types that are told; empty for all
 * @param conditions on attributes of the resource
 * @param fields the attributes of the resource that are told, beside {@code id} and {@code href}; empty for all
 */
public record ListenerQuery(Set<String> eventTypes, List<Condition> conditions, Set<String> fields) {

    /** Most characters of a query. */
    public static final int MAX_LENGTH = 2000;

    private static final Pattern TYPE = Pattern.compile("[A-Za-z][A-Za-z0-9.-]{0,127}");
    private static final Pattern NAME = Pattern.compile("@?[A-Za-z][A-Za-z0-9_-]{0,63}");

    /**
     * An attribute of the resource has one of some values.
     *
     * @param path names from the resource down, at least one
     */
    public record Condition(List<String> path, List<String> values) {
        public Condition {
            path = List.copyOf(path);
            values = List.copyOf(values);
        }
    }

    public ListenerQuery {
        eventTypes = Set.copyOf(eventTypes);
        conditions = List.copyOf(conditions);
        fields = Set.copyOf(fields);
    }

    /**
     * Reads a query; null and blank ones ask for everything.
     *
     * @throws IllegalArgumentException if it can't be understood; the message names the part
     */
    public static ListenerQuery parse(String query) {
        Set<String> types = new LinkedHashSet<>();
        Set<String> fields = new LinkedHashSet<>();
        List<Condition> conditions = new ArrayList<>();
        String text = query == null ? "" : query.strip();
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("is longer than " + MAX_LENGTH + " characters");
        }
        for (String part : text.startsWith("?") ? split(text.substring(1), "&") : split(text, "&")) {
            int equals = part.indexOf('=');
            if (equals < 1 || equals == part.length() - 1) {
                throw new IllegalArgumentException("has \"" + part + "\" where name=value is expected");
            }
            String name = decoded(part.substring(0, equals));
            List<String> values = split(part.substring(equals + 1), ",").stream()
                    .map(ListenerQuery::decoded)
                    .toList();
            if (values.isEmpty()) {
                throw new IllegalArgumentException("has no value for \"" + name + "\"");
            }
            switch (name) {
                case "eventType" -> types.addAll(matching(TYPE, values, "an event type"));
                case "fields" -> fields.addAll(matching(NAME, values, "an attribute"));
                default -> add(conditions, new Condition(path(name), values));
            }
        }
        return new ListenerQuery(types, conditions, fields);
    }

    /** A name that is given again adds alternatives, as TMF630 has it. */
    private static void add(List<Condition> conditions, Condition condition) {
        Optional<Condition> same = conditions.stream()
                .filter(one -> one.path().equals(condition.path()))
                .findFirst();
        List<String> values = new ArrayList<>(same.map(Condition::values).orElse(List.of()));
        values.addAll(condition.values());
        same.ifPresent(conditions::remove);
        conditions.add(new Condition(condition.path(), values));
    }

    /** {@code event.customerBill.state} and {@code state} are the same. */
    private static List<String> path(String name) {
        List<String> path = Arrays.asList(name.split("\\.", -1));
        if (path.size() > 2 && path.get(0).equals("event")) {
            path = path.subList(2, path.size());
        }
        return matching(NAME, path, "an attribute");
    }

    private static List<String> matching(Pattern pattern, List<String> values, String what) {
        for (String value : values) {
            if (!pattern.matcher(value).matches()) {
                throw new IllegalArgumentException("has \"" + value + "\", which is not the name of " + what);
            }
        }
        return values;
    }

    private static List<String> split(String text, String separator) {
        return Arrays.stream(text.split(separator, -1))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(
                    "has \"" + text + "\", whose % is not followed by two digits", malformed);
        }
    }
}
