package io.billinghub.api.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.rating.infrastructure.PricePlanReading;
import java.math.BigDecimal;
import java.util.Set;

/**
 * A price plan in the attributes of TMF620: a fee or a price per unit whole, of others the type and the unit, with the plan
 * itself beside them. Pure.
 */
final class PriceDisplay {

    private static final String TYPE = "priceType";
    private static final String PRICE = "price";
    private static final String MEASURE = "unitOfMeasure";

    private PriceDisplay() {}

    /**
     * Adds what the plan says and the client did not; what both say agrees, since the plan was made of it.
     *
     * @param shown has {@code key} and the validity already
     * @param definition the plan, as it is stored
     */
    static void fill(ObjectNode shown, ObjectNode definition, int version) {
        shown.set("name", definition.path("name"));
        JsonNode model = definition.path("model");
        String type = model.path("type").asText();
        boolean fee = type.equals("flat");
        boolean once = fee && model.path("timing").asText().equals("ONE_TIME");
        if (!shown.has(TYPE)) {
            shown.put(TYPE, once ? "oneTime" : fee ? "recurring" : "usage");
        }
        JsonNode value = fee ? model.path("fee") : model.path("unitPrice");
        if (!shown.has(PRICE) && value.isTextual()) {
            shown.putObject(PRICE)
                    .put("unit", definition.path("currency").asText())
                    .put("value", new BigDecimal(value.textValue()));
        }
        if (!shown.has(MEASURE)) {
            shown.putObject(MEASURE)
                    .put("amount", new BigDecimal(model.path("priceBase").asText("1")))
                    .put("units", definition.path("unit").asText());
        }
        if (fee && !once) {
            if (!shown.has("recurringChargePeriodType")) {
                shown.put("recurringChargePeriodType", "month");
            }
            if (!shown.has("recurringChargePeriodLength")) {
                shown.put("recurringChargePeriodLength", 1);
            }
        }
        if (!shown.has(PriceTranslation.PLAN) && !saysAll(shown, definition, version)) {
            shown.putObject(PriceTranslation.PLAN).put("@type", "PricePlan").setAll(withoutAttributes(definition));
        }
    }

    /** What of a plan the attributes of a price do not say already. */
    private static ObjectNode withoutAttributes(ObjectNode definition) {
        ObjectNode rest = definition.deepCopy();
        rest.remove(Set.of("key", "version", "name", "validFrom", "validTo"));
        return rest;
    }

    /** Whether the attributes of the specification alone would give the plan again. */
    private static boolean saysAll(ObjectNode shown, ObjectNode definition, int version) {
        ObjectNode again = PriceTranslation.of(shown, definition.path("key").asText(), version)
                .definition();
        return again != null
                && PricePlanJson.read(again.toString()) instanceof PricePlanReading.Accepted
                && withoutAttributes(KeptPlan.of(again)).equals(withoutAttributes(KeptPlan.of(definition)));
    }

    /**
     * Refuses attributes that say something else than the plan beside them, which is the one that is billed.
     *
     * @param price with a {@code pricePlan}
     * @param definition that was made of it
     */
    static void requireAgreement(ObjectNode price, ObjectNode definition) {
        if (!price.path(PriceTranslation.PLAN).isObject()
                || PricePlanJson.read(definition.toString()) instanceof PricePlanReading.Refused) {
            return;
        }
        ObjectNode filled = price.objectNode();
        fill(filled, KeptPlan.of(definition), 1);
        if (price.has(TYPE) && !PriceTranslation.type(price).equals(PriceTranslation.type(filled))) {
            throw contradiction(TYPE);
        }
        JsonNode said = price.path(PRICE);
        if (said.isObject()
                && !(equal(said.path("value"), filled.path(PRICE).path("value"))
                        && said.path("unit").equals(filled.path(PRICE).path("unit")))) {
            throw contradiction(PRICE);
        }
        JsonNode measure = price.path(MEASURE);
        boolean otherAmount = measure.has("amount")
                && !equal(measure.path("amount"), filled.path(MEASURE).path("amount"));
        boolean otherUnits = measure.has("units")
                && !measure.path("units").equals(filled.path(MEASURE).path("units"));
        if (otherAmount || otherUnits) {
            throw contradiction(MEASURE);
        }
    }

    private static boolean equal(JsonNode one, JsonNode other) {
        return one.isNumber() && other.isNumber() && one.decimalValue().compareTo(other.decimalValue()) == 0;
    }

    private static HubException contradiction(String attribute) {
        return new HubException(
                ApiError.INVALID_BODY,
                "/" + attribute + ": says something else than pricePlan, which is what is billed; leave it out.");
    }
}
