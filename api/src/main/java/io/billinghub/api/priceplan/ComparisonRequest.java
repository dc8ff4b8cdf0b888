package io.billinghub.api.priceplan;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.billinghub.api.error.ApiError;
import io.billinghub.core.comparison.application.ComparePrices.Question;
import io.billinghub.core.error.HubException;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.rating.infrastructure.PricePlanReading;
import io.billinghub.core.rating.plan.PricePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What shall be compared, read member by member; what is wrong is refused with its place. Pure. */
final class ComparisonRequest {

    private static final Set<String> MEMBERS = Set.of("plan", "planId", "offering", "day", "accounts", "top");
    private static final int MOST_ACCOUNTS = 10_000;
    private static final int MOST_TOP = 100;
    private static final int USUAL_TOP = 10;
    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2100;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final JsonNode body;

    private ComparisonRequest(JsonNode body) {
        this.body = body;
    }

    /** @throws HubException INVALID_BODY */
    static Question of(UUID plan, byte[] body) {
        try {
            return new ComparisonRequest(MAPPER.readTree(body)).question(plan);
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    private Question question(UUID plan) {
        if (!body.isObject()) {
            throw refuse("", "must be a JSON object; {} compares the plan of the path with what is in force");
        }
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            if (!MEMBERS.contains(member.getKey())) {
                throw refuse(
                        "/" + member.getKey(), "is not known; there are plan or planId, offering, day, accounts, top");
            }
        }
        if (body.has("plan") && body.has("planId")) {
            throw refuse("/planId", "stands beside plan; give one of both, or none for the plan of the path");
        }
        return new Question(plan, candidate(), candidateId(), text("offering"), day(), accounts(), top());
    }

    private Optional<PricePlan> candidate() {
        if (!body.has("plan")) {
            return Optional.empty();
        }
        PricePlanReading reading = PricePlanJson.read(body.get("plan").toString());
        if (reading instanceof PricePlanReading.Refused refused) {
            throw refuse("/plan", refused.path() + ": " + refused.problem());
        }
        return Optional.of(reading.orElseThrow());
    }

    private Optional<UUID> candidateId() {
        try {
            return text("planId").map(UUID::fromString);
        } catch (IllegalArgumentException noId) {
            throw refuse("/planId", "must be the id of a stored price plan");
        }
    }

    private Optional<String> text(String member) {
        if (!body.has(member)) {
            return Optional.empty();
        }
        if (!body.get(member).isTextual()) {
            throw refuse("/" + member, "must be a text");
        }
        return Optional.of(body.get(member).textValue());
    }

    private Optional<LocalDate> day() {
        try {
            Optional<LocalDate> day = text("day").map(LocalDate::parse);
            if (day.filter(each -> each.getYear() < FIRST_YEAR || each.getYear() > LAST_YEAR)
                    .isPresent()) {
                throw refuse("/day", "must be in a year from " + FIRST_YEAR + " to " + LAST_YEAR);
            }
            return day;
        } catch (DateTimeException noDay) {
            throw refuse("/day", "must be a day of the period, such as 2026-10-15");
        }
    }

    private List<String> accounts() {
        JsonNode given = body.path("accounts");
        if (given.isMissingNode()) {
            return List.of();
        }
        if (!given.isArray() || given.isEmpty() || given.size() > MOST_ACCOUNTS) {
            throw refuse(
                    "/accounts", "must be a list of 1 to " + MOST_ACCOUNTS + " account numbers; leave it out for all");
        }
        List<String> accounts = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            if (!given.get(i).isTextual()) {
                throw refuse("/accounts/" + i, "must be the number of an account, a text");
            }
            accounts.add(given.get(i).textValue());
        }
        return accounts;
    }

    private int top() {
        JsonNode given = body.path("top");
        if (given.isMissingNode()) {
            return USUAL_TOP;
        }
        if (!given.isIntegralNumber()
                || !given.canConvertToInt()
                || given.intValue() < 0
                || given.intValue() > MOST_TOP) {
            throw refuse("/top", "must be a whole number from 0 to " + MOST_TOP);
        }
        return given.intValue();
    }

    private static HubException refuse(String place, String why) {
        return new HubException(ApiError.INVALID_BODY, (place.isEmpty() ? "The body" : place + ":") + " " + why + ".");
    }
}
