package io.billinghub.core.rating.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.billinghub.core.rating.plan.PricePlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A worked price plan to begin with, from the resources under {@code /rating/templates}. Thread-safe.
 *
 * @param key of the template and of its plan
 * @param name what people read
 * @param description what it prices and how
 * @param plan in version 1
 */
public record PlanTemplate(String key, String name, String description, PricePlan plan) {
    private static final String FOLDER = "/rating/templates/";

    /** All templates, in the order of their keys; read at each call. */
    public static List<PlanTemplate> all() {
        List<PlanTemplate> templates = new ArrayList<>();
        read("index").forEach(key -> templates.add(of(key.textValue())));
        return templates;
    }

    private static PlanTemplate of(String key) {
        JsonNode template = read(key);
        PricePlan plan = PricePlanJson.read(template.get("plan").toString()).orElseThrow();
        return new PlanTemplate(
                key,
                template.get("name").textValue(),
                template.get("description").textValue(),
                plan);
    }

    private static JsonNode read(String name) {
        String resource = FOLDER + name + ".json";
        try (InputStream in = PlanTemplate.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the template " + resource + " is not on the class path");
            }
            return new JsonMapper().readTree(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the template " + resource + " cannot be read", unreadable);
        }
    }
}
