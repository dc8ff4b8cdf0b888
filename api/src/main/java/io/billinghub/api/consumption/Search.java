package io.billinghub.api.consumption;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.resource.ReferenceId;
import io.billinghub.core.error.HubException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a query asks about.
 *
 * @param account empty where none is named
 * @param products ids of products or offerings; empty for all
 * @param parties ids of parties: where partners are among them, only what they supply is asked about
 * @param at an instant in the billing period; empty for the one that is open now
 */
record Search(Optional<UUID> account, Set<UUID> products, Set<UUID> parties, Optional<Instant> at) {

    private static final String CRITERIA = "/searchCriteria";
    private static final String ACCOUNT = "partyAccount";
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 9998;
    private static final int MOST = 100;

    /** @throws HubException INVALID_BODY, UNKNOWN_REFERENCE or UNSUPPORTED_VALUE for what can't be asked */
    static Search of(ObjectNode body) {
        JsonNode criteria = body.path("searchCriteria");
        Set<UUID> accounts = ids(body.path(ACCOUNT), "/" + ACCOUNT);
        accounts.addAll(ids(criteria.path(ACCOUNT), CRITERIA + "/" + ACCOUNT));
        if (accounts.size() > 1) {
            throw new HubException(
                    ApiError.UNSUPPORTED_VALUE,
                    "/" + ACCOUNT + ": names " + accounts.size()
                            + " accounts; a query is about one, with those that it pays for.");
        }
        Set<UUID> parties = ids(body.path("relatedParty"), "/relatedParty");
        parties.addAll(ids(criteria.path("relatedParty"), CRITERIA + "/relatedParty"));
        return new Search(
                accounts.stream().findFirst(),
                ids(criteria.path("product"), CRITERIA + "/product"),
                parties,
                at(criteria.path("validPeriod").path("startDateTime")));
    }

    private static Set<UUID> ids(JsonNode references, String pointer) {
        Set<UUID> ids = new LinkedHashSet<>();
        if (references.isMissingNode() || references.isNull()) {
            return ids;
        }
        if (!references.isArray() || references.size() > MOST) {
            throw new HubException(
                    ApiError.INVALID_BODY, pointer + ": must be an array of at most " + MOST + " references.");
        }
        for (int i = 0; i < references.size(); i++) {
            JsonNode id = references.get(i).path("id");
            if (!id.isTextual()) {
                throw new HubException(ApiError.INVALID_BODY, pointer + "/" + i + "/id: is missing, or no text.");
            }
            ids.add(ReferenceId.parse(id.textValue(), pointer + "/" + i + "/id"));
        }
        return ids;
    }

    private static Optional<Instant> at(JsonNode start) {
        if (start.isMissingNode() || start.isNull()) {
            return Optional.empty();
        }
        String text = start.asText();
        try {
            Instant at = text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
            int year = at.atZone(ZoneOffset.UTC).getYear();
            if (year >= FIRST_YEAR && year <= LAST_YEAR) {
                return Optional.of(at);
            }
        } catch (DateTimeException e) {
            throw noTime(text, e);
        }
        throw noTime(text, null);
    }

    private static HubException noTime(String text, Throwable cause) {
        return new HubException(
                ApiError.INVALID_BODY,
                CRITERIA + "/validPeriod/startDateTime: must be a date-time as of RFC 3339 in the wanted period, not '"
                        + text + "'.",
                cause);
    }
}
