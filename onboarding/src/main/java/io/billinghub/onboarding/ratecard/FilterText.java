package io.billinghub.onboarding.ratecard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Filters of usage in one field: {@code service EQ voice; zone NOT_IN home|roaming}. A {@code ;} or {@code |} that belongs to a
 * value has a backslash before it.
 */
final class FilterText {
    private static final Pattern FILTER = Pattern.compile(
            "(?<dimension>\\S+(?: \\S+){0,8}?)\\s+(?<operator>EQ|NE|IN|NOT_IN|EXISTS)(?:\\s+(?<values>.*))?");

    private FilterText() {}

    static String of(JsonNode filters) {
        List<String> texts = new ArrayList<>();
        for (JsonNode filter : filters) {
            List<String> values = new ArrayList<>();
            filter.path("values").forEach(value -> values.add(value.textValue()));
            String text = filter.path("dimension").textValue() + " "
                    + filter.path("operator").textValue();
            texts.add(values.isEmpty() ? text : text + " " + ListText.join(values, '|'));
        }
        return ListText.join(texts, ';');
    }

    /**
     * @param filters an empty list, to be filled
     * @throws IllegalArgumentException if a part of the field is no filter
     */
    static void read(String field, ArrayNode filters) {
        for (String text : ListText.split(field, ';')) {
            Matcher matcher = FILTER.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("'" + text + "' is no filter; allowed are such as: service EQ voice;"
                        + " zone IN home|roaming, with EQ, NE, IN, NOT_IN or EXISTS");
            }
            ObjectNode filter = filters.addObject();
            filter.put("dimension", matcher.group("dimension")).put("operator", matcher.group("operator"));
            ArrayNode values = filter.putArray("values");
            if (matcher.group("values") != null) {
                ListText.split(matcher.group("values"), '|').forEach(values::add);
            }
        }
    }
}
