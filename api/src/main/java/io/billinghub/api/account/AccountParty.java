package io.billinghub.api.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Whose account it is: one of the related parties. All others are kept as they came. */
final class AccountParty {

    private static final String PARTIES = "relatedParty";

    /** The roles that name the account's party, the first one first. */
    private static final List<String> ROLES = List.of("customer", "owner", "payer", "partner");

    private AccountParty() {}

    /**
     * The id of the party; empty where none is named.
     *
     * @throws HubException INVALID_BODY where several parties are named and none of them with a role that tells which one is meant
     */
    static Optional<String> id(ObjectNode body) {
        JsonNode parties = body.path(PARTIES);
        if (parties.size() > 1 && chosen(body).isEmpty()) {
            throw new HubException(
                    ApiError.INVALID_BODY,
                    "/" + PARTIES + ": names several parties; give the one whose account it is the role "
                            + String.join(", ", ROLES.subList(0, 3)) + " or " + ROLES.get(3) + ".");
        }
        return chosen(body).map(party -> party.path("id").textValue());
    }

    /** As {@link #id}, where there has to be one. */
    static String requiredId(ObjectNode body) {
        return id(body).orElseThrow(() -> new HubException(
                ApiError.INVALID_BODY, "/" + PARTIES + ": is empty; name the party whose account it is."));
    }

    /** Lays the stored party over the one that is kept, with the row's party_uuid, party_name and party_kind. */
    static void show(Row row, ObjectNode shown) {
        UUID id = row.getUUID("party_uuid");
        if (id == null) {
            return;
        }
        ObjectNode party = chosen(shown)
                .map(ObjectNode.class::cast)
                .orElseGet(() -> shown.withArrayProperty(PARTIES).addObject().put("role", ROLES.get(0)));
        boolean person = row.getString("party_kind").equals("INDIVIDUAL");
        party.put("id", id.toString())
                .put("href", "/tmf-api/party/v4/" + (person ? "individual/" : "organization/") + id)
                .put("name", row.getString("party_name"));
        if (!party.has("@referredType")) {
            party.put("@referredType", person ? "Individual" : "Organization");
        }
    }

    private static Optional<JsonNode> chosen(ObjectNode body) {
        JsonNode parties = body.path(PARTIES);
        if (parties.size() == 1) {
            return Optional.of(parties.get(0));
        }
        for (String role : ROLES) {
            for (JsonNode party : parties) {
                if (party.path("role").asText().equalsIgnoreCase(role)) {
                    return Optional.of(party);
                }
            }
        }
        return Optional.empty();
    }
}
