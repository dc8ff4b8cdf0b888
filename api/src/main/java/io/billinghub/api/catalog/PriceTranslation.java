package io.billinghub.api.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.tmf630.resource.Validity;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a price of TMF620 is to the hub: a price plan, or one of the many things that the specification can say and the hub
 * does not bill. Pure.
 *
 * @param definition the plan as the master data have it, which may still be refused by their rules; null where there is none
 * @param reason why the hub can't bill it; null where it can
 */
record PriceTranslation(ObjectNode definition, String reason) {

    /** The first day of a price that has always been valid. */
    static final String ALWAYS = "0001-01-01";

    static final String PLAN = "pricePlan";
    static final String RECURRING = "recurring";
    static final String ONE_TIME = "onetime";
    static final String USAGE = "usage";

    private static final Set<String> MONTHS = Set.of("month", "months", "monthly");
    /** Conditions under which the price would hold or not, which the hub does not look at. */
    private static final List<String> CONDITIONS =
            List.of("constraint", "place", "pricingLogicAlgorithm", "prodSpecCharValueUse");

    /** @throws io.billinghub.core.error.HubException INVALID_BODY for a validity that does not begin and end at midnights */
    static PriceTranslation of(ObjectNode price, String key, int version) {
        boolean own = price.path(PLAN).isObject();
        String reason = own ? null : reason(price);
        if (reason != null) {
            return new PriceTranslation(null, reason);
        }
        ObjectNode plan = own ? own(price) : simple(price);
        plan.put("key", key)
                .put("version", version)
                .put("name", price.path("name").asText());
        plan.put("validFrom", ALWAYS);
        plan.remove("validTo");
        Validity.read(price, "validFor", plan, "validFrom", "validTo");
        return new PriceTranslation(plan, null);
    }

    /** {@code One time}, {@code one-time} and {@code oneTime} are the same. */
    static String type(JsonNode price) {
        return price.path("priceType").asText("").toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    private static String reason(ObjectNode price) {
        if (price.path("isBundle").asBoolean(false)) {
            return "a bundle of prices is not billed, its parts are";
        }
        if (price.path("percentage").isNumber()) {
            return "a percentage is not billed by itself";
        }
        for (String condition : CONDITIONS) {
            if (!price.path(condition).isEmpty()) {
                return "its " + condition + " would not be looked at";
            }
        }
        String type = type(price);
        if (!Set.of(RECURRING, ONE_TIME, USAGE).contains(type)) {
            return "it has no priceType that the hub bills: recurring, oneTime or usage";
        }
        if (!price.path("price").isObject()) {
            return "it has no price";
        }
        JsonNode measure = price.path("unitOfMeasure");
        if (type.equals(USAGE)) {
            return measure.path("units").asText("").isBlank()
                    ? "it does not say in unitOfMeasure.units what is counted"
                    : null;
        }
        if (measure.path("amount").isNumber()
                && measure.path("amount").decimalValue().compareTo(java.math.BigDecimal.ONE) != 0) {
            return "a fee stands for one unit; its unitOfMeasure.amount is another";
        }
        return type.equals(RECURRING) ? period(price) : null;
    }

    private static String period(ObjectNode price) {
        String unit = price.path("recurringChargePeriodType").asText("").toLowerCase(Locale.ROOT);
        int length = price.path("recurringChargePeriodLength").asInt(1);
        return MONTHS.contains(unit) && length == 1
                ? null
                : "a recurring price is billed each month: recurringChargePeriodType month, recurringChargePeriodLength 1";
    }

    /** What the client says in the hub's own words, completed from the price's attributes. */
    private static ObjectNode own(ObjectNode price) {
        ObjectNode plan = price.path(PLAN).deepCopy();
        plan.remove(Set.of("@type", "@baseType", "@schemaLocation"));
        if (!plan.has("currency") && price.path("price").path("unit").isTextual()) {
            plan.set("currency", price.path("price").path("unit"));
        }
        if (!plan.has("unit")) {
            JsonNode model = plan.path("model");
            boolean once = model.path("timing").asText().equals("ONE_TIME");
            boolean fee = model.path("type").asText().equals("flat");
            plan.put("unit", unit(price, fee ? (once ? ONE_TIME : RECURRING) : USAGE));
        }
        return plan;
    }

    private static ObjectNode simple(ObjectNode price) {
        String type = type(price);
        ObjectNode plan = price.objectNode();
        plan.put("currency", price.path("price").path("unit").asText()).put("unit", unit(price, type));
        ObjectNode model = plan.putObject("model");
        String value = plain(price.path("price").path("value"));
        switch (type) {
            case RECURRING ->
                model.put("type", "flat")
                        .put("timing", "IN_ARREARS")
                        .put("fee", value)
                        .put("proration", "END_DAY_EXCLUDED");
            case ONE_TIME -> model.put("type", "flat").put("timing", "ONE_TIME").put("fee", value);
            default -> {
                model.put("type", "perUnit").put("unitPrice", value);
                JsonNode amount = price.path("unitOfMeasure").path("amount");
                if (amount.isNumber()) {
                    model.put("priceBase", plain(amount));
                }
            }
        }
        return plan;
    }

    private static String unit(ObjectNode price, String type) {
        String said = price.path("unitOfMeasure").path("units").asText("").strip();
        if (!said.isEmpty()) {
            return said;
        }
        return switch (type) {
            case RECURRING -> "subscription";
            case ONE_TIME -> "piece";
            default -> "unit";
        };
    }

    private static String plain(JsonNode number) {
        return number.decimalValue().toPlainString();
    }
}
