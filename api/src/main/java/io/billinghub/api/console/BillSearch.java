package io.billinghub.api.console;

import io.billinghub.api.bill.BillFilter;
import io.billinghub.api.bill.BillResource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which bills are looked for on the page: the same that the list under {@code /hub/v1/bills} takes.
 *
 * @param fields what the fields of the form hold, by the names of the list's parameters; without those that are empty
 */
public record BillSearch(Map<String, String> fields, BillFilter.Wanted wanted) {

    public BillSearch {
        fields = Map.copyOf(fields);
    }

    /** @throws io.billinghub.core.error.HubException INVALID_PARAMETER */
    static BillSearch of(BillFilter filter) {
        Map<String, String> fields = new LinkedHashMap<>();
        filter.given().forEach((name, value) -> {
            String text = FormFields.text(value);
            if (!text.isEmpty()) {
                fields.put(name, text);
            }
        });
        return new BillSearch(fields, filter.read());
    }

    /** What a field of the form holds; empty where nothing was entered. */
    public String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /** The states that there are. */
    public List<String> states() {
        return BillResource.STATES;
    }

    /** A state in words. */
    public String words(String of) {
        return BillView.words(of);
    }

    /** Whether anything is looked for at all. */
    public boolean any() {
        return !fields.isEmpty();
    }

    /** For a link to more of the same: begins with {@code &}, or is empty. */
    public String query() {
        return fields.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(field -> "&" + field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining());
    }
}
