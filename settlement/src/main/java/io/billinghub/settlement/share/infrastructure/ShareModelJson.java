package io.billinghub.settlement.share.infrastructure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.core.error.JsonFlaw;
import io.billinghub.settlement.share.model.Percentage;
import io.billinghub.settlement.share.model.ShareModel;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The share model of an agreement version: {@code {"type":"percentage","shares":[{"party":"cirrus","percent":"80"}, …]}}.
 */
final class ShareModelJson {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private ShareModelJson() {}

    /** @throws IllegalArgumentException if it is not a share model; the message says where */
    static ShareModel read(String json, String residueParty) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("it is not JSON: " + JsonFlaw.of(malformed), malformed);
        }
        String type = root.path("type").asText();
        if (!type.equals("percentage")) {
            throw new IllegalArgumentException("/type must be \"percentage\", but is \"" + type + "\"");
        }
        if (!root.path("shares").isArray()) {
            throw new IllegalArgumentException("/shares must be a list");
        }
        List<Percentage.Share> shares = new ArrayList<>();
        for (JsonNode share : root.path("shares")) {
            String place = "/shares/" + shares.size();
            shares.add(new Percentage.Share(party(share, place), percent(share, place)));
        }
        return new Percentage(shares, residueParty);
    }

    private static String party(JsonNode share, String place) {
        JsonNode party = share.path("party");
        if (!party.isTextual() || party.textValue().isBlank()) {
            throw new IllegalArgumentException(place + "/party must be the key of a party");
        }
        return party.textValue();
    }

    private static BigDecimal percent(JsonNode share, String place) {
        JsonNode percent = share.path("percent");
        try {
            return percent.isNumber() ? percent.decimalValue() : new BigDecimal(percent.asText());
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException(
                    place + "/percent must be a decimal number, but is " + percent, malformed);
        }
    }
}
