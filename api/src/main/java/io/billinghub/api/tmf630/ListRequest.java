package io.billinghub.api.tmf630;

import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A list request of TMF630, compiled for one resource.
 *
 * @param condition of a WHERE clause; its placeholders are those of {@code binds}
 * @param order the terms of an ORDER BY clause, total
 * @param offset of the first resource, 0-based
 * @param limit at most so many resources
 * @param asked for what
 */
public record ListRequest(
        String condition, Binds binds, String order, int offset, int limit, Asked asked, FieldSelection fields) {

    /** What a caller asks for. */
    public enum Asked {
        /** The one resource with an id. */
        ONE,
        /** All resources that match, up to the limit. */
        LIST,
        /** A page of them by its offset or limit: a partial answer has the status 206. */
        PAGE
    }

    /** How many resources are given to who names no limit. */
    public static final int DEFAULT_LIMIT = 100;
    /** The largest page. */
    public static final int MAX_LIMIT = 1000;

    private static final Set<String> RESERVED = Set.of("fields", "offset", "limit", "sort");
    private static final int MAX_VALUES = 100;

    /**
     * Compiles the query parameters.
     *
     * @throws HubException of {@link ApiError#INVALID_PARAMETER} for what the resource does not know or can't read
     */
    public static ListRequest parse(ResourceType type, MultivaluedMap<String, String> parameters) {
        Binds binds = new Binds();
        List<String> conditions = new ArrayList<>();
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            if (!RESERVED.contains(parameter.getKey())) {
                conditions.add(condition(type, parameter.getKey(), parameter.getValue(), binds));
            }
        }
        boolean page = parameters.containsKey("offset") || parameters.containsKey("limit");
        return new ListRequest(
                conditions.isEmpty() ? "true" : String.join(" and ", conditions),
                binds,
                order(type, values(parameters, "sort")),
                number(parameters, "offset", 0, Integer.MAX_VALUE),
                number(parameters, "limit", DEFAULT_LIMIT, MAX_LIMIT),
                page ? Asked.PAGE : Asked.LIST,
                FieldSelection.parse(type, values(parameters, "fields")));
    }

    /**
     * A single resource is the list that is filtered by its id; a malformed id is one that nothing has.
     *
     * @param parameters of which {@code fields} alone is read
     * @throws HubException of {@link ApiError#INVALID_PARAMETER} for a bad {@code fields}, UNKNOWN_RESOURCE for a bad id
     */
    public static ListRequest ofOne(ResourceType type, String id, MultivaluedMap<String, String> parameters) {
        FieldSelection fields = FieldSelection.parse(type, values(parameters, "fields"));
        if (id.indexOf(',') >= 0) { // would be read as several alternatives
            throw unknown(type, id);
        }
        try {
            Binds binds = new Binds();
            String condition = condition(type, "id", List.of(id), binds);
            return new ListRequest(condition, binds, type.tieBreaker(), 0, 1, Asked.ONE, fields);
        } catch (HubException malformed) {
            throw unknown(type, id);
        }
    }

    /** As {@link #ofOne(ResourceType, String, MultivaluedMap)}, with all attributes. */
    public static ListRequest ofOne(ResourceType type, String id) {
        return ofOne(type, id, new MultivaluedHashMap<>());
    }

    /** The UUID that a path names; UNKNOWN_RESOURCE for a text that is none, since nothing has it. */
    public static UUID uuid(ResourceType type, String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException malformed) {
            throw unknown(type, id);
        }
    }

    static HubException unknown(ResourceType type, String id) {
        return new HubException(
                CoreError.UNKNOWN_RESOURCE, "There is no " + type.name() + " with the id '" + id + "'.");
    }

    /** The same request, of those resources alone that the condition allows; its text is the caller's own, never a client's. */
    public ListRequest narrowed(String restriction) {
        return new ListRequest("(" + condition + ") and " + restriction, binds, order, offset, limit, asked, fields);
    }

    private static String condition(ResourceType type, String parameter, List<String> texts, Binds binds) {
        List<String> values = texts.stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .map(String::strip)
                .toList();
        if (values.size() > MAX_VALUES) {
            throw refuse("The filter '" + parameter + "' has more than " + MAX_VALUES + " values.");
        }
        Optional<Filter> plain = filter(type, parameter);
        if (plain.isPresent()) {
            return plain.get().compile(parameter, Operator.EQ, values, binds);
        }
        Comparison comparison = Comparison.of(parameter, values).orElseThrow(() -> unknownFilter(type, parameter));
        return filter(type, comparison.attribute())
                .orElseThrow(() -> unknownFilter(type, parameter))
                .compile(comparison.attribute(), comparison.operator(), comparison.values(), binds);
    }

    /** A parameter whose name holds an operator. */
    private record Comparison(String attribute, Operator operator, List<String> values) {

        static Optional<Comparison> of(String parameter, List<String> values) {
            int dot = parameter.lastIndexOf('.');
            if (dot > 0) {
                Optional<Operator> suffix = Operator.ofSuffix(parameter.substring(dot + 1));
                if (suffix.isPresent()) {
                    return Optional.of(new Comparison(parameter.substring(0, dot), suffix.get(), values));
                }
            }
            int end = parameter.length() - 1;
            Optional<Operator> sign = end < 1 ? Optional.empty() : Operator.ofSign(parameter.charAt(end));
            if (sign.isPresent()) {
                return Optional.of(new Comparison(parameter.substring(0, end), sign.get(), values));
            }
            // amount>5, which has no equals sign, arrives as a name without a value
            int bare = Math.max(parameter.indexOf('>'), parameter.indexOf('<'));
            if (bare < 1) {
                return Optional.empty();
            }
            Operator operator = parameter.charAt(bare) == '>' ? Operator.GT : Operator.LT;
            return Optional.of(
                    new Comparison(parameter.substring(0, bare), operator, List.of(parameter.substring(bare + 1))));
        }
    }

    /** The attribute's own filter, or that of kept attributes. */
    private static Optional<Filter> filter(ResourceType type, String attribute) {
        Filter own = type.filters().get(attribute);
        if (own != null) {
            return Optional.of(own);
        }
        int dot = attribute.indexOf('.');
        String top = dot < 0 ? attribute : attribute.substring(0, dot);
        return type.attributes().contains(top) && !top.equals("id") && !top.equals("href")
                ? type.kept()
                        .map(Filter::kept)
                        .filter(kept -> Operator.ofSuffix(attribute.substring(attribute.lastIndexOf('.') + 1))
                                .isEmpty())
                : Optional.empty();
    }

    private static HubException unknownFilter(ResourceType type, String parameter) {
        return refuse("'" + parameter + "' is not a filter of " + type.name() + "; the filters are "
                + sorted(
                        type.kept().isPresent()
                                ? type.attributes()
                                : type.filters().keySet())
                + ", each also with .ne, of texts .regex, and, where values have an order, .gt .gte .lt .lte.");
    }

    private static String order(ResourceType type, List<String> values) {
        List<String> terms = new ArrayList<>();
        for (String value : values) {
            for (String term : value.split(",", -1)) {
                // a plus sign that was not encoded arrives as a space
                String name = term.strip();
                boolean descending = name.startsWith("-");
                String attribute = descending || name.startsWith("+") ? name.substring(1) : name;
                String expression = type.sorts().get(attribute);
                if (expression == null) {
                    throw refuse("'" + attribute + "' is not an order of " + type.name() + "; the orders are "
                            + sorted(type.sorts().keySet()) + ".");
                }
                terms.add(expression + (descending ? " desc" : ""));
            }
        }
        terms.add(type.tieBreaker());
        return String.join(", ", terms);
    }

    private static int number(MultivaluedMap<String, String> parameters, String name, int otherwise, int max) {
        List<String> values = values(parameters, name);
        if (values.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(values.get(0));
            if (number >= 0) {
                return Math.min(number, max);
            }
        } catch (NumberFormatException e) {
            throw refuse("The parameter '" + name + "' must be a whole number from 0, not '" + values.get(0) + "'.");
        }
        throw refuse("The parameter '" + name + "' must be a whole number from 0, not '" + values.get(0) + "'.");
    }

    private static List<String> values(MultivaluedMap<String, String> parameters, String name) {
        return parameters.getOrDefault(name, List.of());
    }

    private static String sorted(Set<String> names) {
        return names.stream().sorted().collect(Collectors.joining(", "));
    }

    private static HubException refuse(String detail) {
        return new HubException(ApiError.INVALID_PARAMETER, detail);
    }
}
