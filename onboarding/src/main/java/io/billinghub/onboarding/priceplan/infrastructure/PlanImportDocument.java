package io.billinghub.onboarding.priceplan.infrastructure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.onboarding.priceplan.model.GivenPlan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Price plans as a document of master data: those of an offering inside of it, which stands there as it is stored. Knows for
 * each place in that document which plan it is about. Not safe for concurrent use.
 */
public final class PlanImportDocument {

    /** An offering as it is stored; {@code agreement} is null for the host's own. */
    public record Offering(String key, String name, String agreement, String unit, String taxClass) {}

    /** @param pointer into {@code {"offering": …, "plan": …}} */
    public record Origin(int plan, String pointer) {}

    private final ObjectNode document = JsonNodeFactory.instance.objectNode();
    private final Map<String, ObjectNode> offerings = new HashMap<>();
    private final Map<String, Origin> origins = new HashMap<>();

    /** @param stored at least those that the plans name */
    public PlanImportDocument(List<GivenPlan> plans, Map<String, Offering> stored) {
        List<String> order = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            GivenPlan given = plans.get(i);
            if (given.offering() == null) {
                ArrayNode section = document.withArray("pricePlans");
                origins.put("/pricePlans/" + section.size(), new Origin(i, "/plan"));
                section.add(given.plan());
                continue;
            }
            if (!order.contains(given.offering())) {
                origins.put("/offerings/" + order.size(), new Origin(i, "/offering"));
                order.add(given.offering());
                offerings.put(given.offering(), offering(stored.get(given.offering())));
            }
            ArrayNode section = offerings.get(given.offering()).withArray("pricePlans");
            String place = "/offerings/" + order.indexOf(given.offering()) + "/pricePlans/" + section.size();
            origins.put(place, new Origin(i, "/plan"));
            section.add(given.plan());
        }
    }

    private ObjectNode offering(Offering stored) {
        ObjectNode offering = document.withArray("offerings").addObject();
        offering.put("key", stored.key()).put("name", stored.name());
        if (stored.agreement() != null) {
            offering.put("agreement", stored.agreement());
        }
        return offering.put("unit", stored.unit()).put("taxClass", stored.taxClass());
    }

    /** The document, in UTF-8. */
    public byte[] bytes() {
        return document.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What the place in the document was made of; the first plan as a whole where it is about none. */
    public Origin origin(String pointer) {
        for (String place = pointer; !place.isEmpty(); place = place.substring(0, place.lastIndexOf('/'))) {
            Origin origin = origins.get(place);
            if (origin != null) {
                return new Origin(origin.plan(), origin.pointer() + pointer.substring(place.length()));
            }
        }
        return new Origin(0, "");
    }
}
