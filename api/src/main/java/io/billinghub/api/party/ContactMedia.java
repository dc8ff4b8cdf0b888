package io.billinghub.api.party;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;
import java.util.Objects;

/**
 * The postal address and the e-mail address among a party's contact media, which the hub interprets: both stand on invoices.
 * All other media are kept as they came.
 */
final class ContactMedia {

    private static final String MEDIA = "contactMedium";
    private static final String MEDIUM_TYPE = "mediumType";
    private static final String CHARACTERISTIC = "characteristic";
    private static final String POSTAL = "postalAddress";
    private static final String EMAIL = "email";

    private ContactMedia() {}

    /** Takes the addresses of the body over into the party of a document of master data. */
    static void read(ObjectNode body, ObjectNode party) {
        JsonNode postal = medium(body, POSTAL, "street1").path(CHARACTERISTIC);
        put(party, "street", postal.path("street1"));
        put(party, "city", postal.path("city"));
        put(party, "postcode", postal.path("postCode"));
        JsonNode country = postal.path("country");
        if (country.isTextual()) {
            party.put("country", Country.code(country.textValue()).orElse(country.textValue()));
        } else {
            party.remove("country");
        }
        put(
                party,
                "email",
                medium(body, EMAIL, "emailAddress").path(CHARACTERISTIC).path("emailAddress"));
    }

    /** Lays the addresses that are stored over the media that were kept. */
    static void show(Row row, ObjectNode shown) {
        String country = row.getString("country");
        if (Objects.nonNull(row.getString("street"))
                || Objects.nonNull(row.getString("city"))
                || Objects.nonNull(row.getString("postcode"))
                || country != null) {
            ObjectNode postal = characteristic(shown, POSTAL, "street1", true);
            show(postal, "street1", row.getString("street"));
            show(postal, "city", row.getString("city"));
            show(postal, "postCode", row.getString("postcode"));
            String said = postal.path("country").asText("");
            if (country == null || !Country.code(said).filter(country::equals).isPresent()) {
                show(postal, "country", country);
            }
        }
        if (row.getString(EMAIL) != null) {
            characteristic(shown, EMAIL, "emailAddress", false).put("emailAddress", row.getString(EMAIL));
        }
    }

    /** Takes the addresses that have columns out of the media that are kept; a country is left in the client's own words. */
    static void strip(ObjectNode kept) {
        for (JsonNode medium : kept.path(MEDIA)) {
            if (!(medium.path(CHARACTERISTIC) instanceof ObjectNode characteristic)) {
                continue;
            }
            if (medium == medium(kept, POSTAL, "street1") && isOf(medium, POSTAL)) {
                characteristic.remove(List.of("street1", "city", "postCode"));
                if (characteristic.path("country").asText().length() == 2) {
                    characteristic.remove("country");
                }
            }
            if (medium == medium(kept, EMAIL, "emailAddress") && isOf(medium, EMAIL)) {
                characteristic.remove("emailAddress");
            }
        }
    }

    /** The medium of the type, or the first that has the member; missing where there is none. */
    private static JsonNode medium(ObjectNode body, String type, String member) {
        JsonNode media = body.path(MEDIA);
        for (JsonNode medium : media) {
            if (isOf(medium, type)) {
                return medium;
            }
        }
        for (JsonNode medium : media) {
            if (medium.path(CHARACTERISTIC).has(member)) {
                return medium;
            }
        }
        return body.path("missing medium");
    }

    /** TMF632 leaves the names of the types open: {@code postalAddress}, {@code Postal Address}, {@code Email}. */
    private static boolean isOf(JsonNode medium, String type) {
        return medium.path(MEDIUM_TYPE).asText("").replaceAll("[^A-Za-z]", "").equalsIgnoreCase(type);
    }

    private static ObjectNode characteristic(ObjectNode shown, String type, String member, boolean preferred) {
        ObjectNode medium = medium(shown, type, member) instanceof ObjectNode found
                ? found
                : media(shown).addObject().put(MEDIUM_TYPE, type).put("preferred", preferred);
        return medium.path(CHARACTERISTIC) instanceof ObjectNode object ? object : medium.putObject(CHARACTERISTIC);
    }

    private static ArrayNode media(ObjectNode shown) {
        return shown.path(MEDIA) instanceof ArrayNode media ? media : shown.putArray(MEDIA);
    }

    private static void put(ObjectNode party, String member, JsonNode value) {
        if (value.isTextual() && !value.textValue().isBlank()) {
            party.put(member, value.textValue().strip());
        } else {
            party.remove(member);
        }
    }

    private static void show(ObjectNode characteristic, String member, String value) {
        if (value == null) {
            characteristic.remove(member);
        } else {
            characteristic.put(member, value);
        }
    }
}
