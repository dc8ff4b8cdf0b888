package io.billinghub.api.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.api.tmf630.resource.Validity;
import io.billinghub.core.error.HubException;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;

/** What the hub bills by, as characteristics of an agreement. */
final class Terms {

    private static final String CHARACTERISTIC = "characteristic";
    private static final List<String> NEEDED = List.of("sellingModel", "currency", "shareModel", "residueParty");
    private static final String RULES = "ruleSeverity";
    private static final String LATE = "lateUsage";
    private static final String REFUSE_AFTER = "refuseUsageAfterDays";
    private static final String LATE_BILL = "lateBill";
    private static final String WAIT_DAYS = "waitForBillDays";
    private static final String TOLERANCE = "priceTolerance";
    private static final String USAGE = "usage";
    /** What may be left out. */
    private static final List<String> OPTIONAL =
            List.of(RULES, LATE, REFUSE_AFTER, LATE_BILL, WAIT_DAYS, TOLERANCE, USAGE);

    private Terms() {}

    /**
     * Adds the version that the agreement shows, if it has terms; one without any is not billed by yet.
     *
     * @throws HubException INVALID_BODY for half of the terms, or a version that is no number
     */
    static void read(ObjectNode agreement, ArrayNode versions) {
        List<String> missing =
                NEEDED.stream().filter(name -> find(agreement, name) == null).toList();
        if (missing.size() == NEEDED.size()) {
            return;
        }
        if (!missing.isEmpty()) {
            throw new HubException(
                    ApiError.INVALID_BODY,
                    "/characteristic: terms are given whole or not at all; missing are " + String.join(", ", missing)
                            + ".");
        }
        ObjectNode version = versions.addObject().put("version", number(agreement));
        Validity.read(agreement, "agreementPeriod", version, "validFrom", "validTo");
        if (!version.has("validFrom")) {
            throw new HubException(
                    ApiError.INVALID_BODY,
                    "/agreementPeriod/startDateTime: is missing; terms begin on a day, written as its midnight in UTC.");
        }
        NEEDED.forEach(name -> version.set(name, find(agreement, name).path("value")));
        for (String name : OPTIONAL) {
            JsonNode given = find(agreement, name);
            if (given != null) {
                version.set(name, given.path("value"));
            }
        }
    }

    /** Lays the terms that are stored over the characteristics that were kept. */
    static void show(Row row, ObjectNode shown) {
        put(shown, "sellingModel", TextNode.valueOf(row.getString("selling_model")));
        put(shown, "currency", TextNode.valueOf(row.getString("currency")));
        put(shown, "shareModel", KeptJson.read(row.getString("share_model")));
        put(shown, "residueParty", TextNode.valueOf(row.getString("residue_party")));
        ObjectNode rules = KeptJson.read(row.getString("rule_severity"));
        if (!rules.isEmpty() || find(shown, RULES) != null) {
            put(shown, RULES, rules);
        }
        ObjectNode tolerance = KeptJson.read(row.getString("price_tolerance"));
        if (!tolerance.isEmpty() || find(shown, TOLERANCE) != null) {
            put(shown, TOLERANCE, tolerance);
        }
        ObjectNode usage = KeptJson.read(row.getString("usage"));
        if (!usage.isEmpty() || find(shown, USAGE) != null) {
            put(shown, USAGE, usage);
        }
        put(shown, LATE, TextNode.valueOf(row.getString("late_usage")));
        putOrRemove(shown, REFUSE_AFTER, row.getInteger("refuse_usage_after_days"));
        put(shown, LATE_BILL, TextNode.valueOf(row.getString("late_bill")));
        putOrRemove(shown, WAIT_DAYS, row.getInteger("wait_for_bill_days"));
    }

    private static void putOrRemove(ObjectNode shown, String name, Integer days) {
        if (days != null) {
            put(shown, name, IntNode.valueOf(days));
        } else if (shown.path(CHARACTERISTIC) instanceof ArrayNode kept) {
            kept.removeIf(characteristic -> characteristic.path("name").asText().equals(name));
        }
    }

    private static int number(ObjectNode agreement) {
        String text = agreement.path("version").asText("1");
        try {
            // an agreement without terms shows the version 0
            return Math.max(1, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new HubException(
                    ApiError.INVALID_BODY,
                    "/version: must be a whole number from 1, written as a text, not '" + text + "'.",
                    e);
        }
    }

    private static ObjectNode find(ObjectNode agreement, String name) {
        for (JsonNode characteristic : agreement.path(CHARACTERISTIC)) {
            if (characteristic.path("name").asText().equals(name)) {
                return (ObjectNode) characteristic;
            }
        }
        return null;
    }

    private static void put(ObjectNode shown, String name, JsonNode value) {
        ObjectNode found = find(shown, name);
        if (found == null) {
            ArrayNode all =
                    shown.path(CHARACTERISTIC) instanceof ArrayNode array ? array : shown.putArray(CHARACTERISTIC);
            found = all.addObject().put("name", name);
        }
        found.set("value", value);
    }
}
