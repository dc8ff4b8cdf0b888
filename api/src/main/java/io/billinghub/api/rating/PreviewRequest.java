package io.billinghub.api.rating;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.rating.infrastructure.PlanStateJson;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.rating.infrastructure.PricePlanReading;
import io.billinghub.core.rating.metering.MeteringPeriod;
import io.billinghub.core.rating.metering.UsageEvent;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.model.Rated;
import io.billinghub.core.rating.model.RatingInput;
import io.billinghub.core.rating.modifier.ChargeKind;
import io.billinghub.core.rating.modifier.ChargedItem;
import io.billinghub.core.rating.modifier.PricingPeriod;
import io.billinghub.core.rating.modifier.pricing.Memory;
import io.billinghub.core.rating.modifier.pricing.PlanState;
import io.billinghub.core.rating.plan.ChargingContext;
import io.billinghub.core.rating.plan.PlanCharged;
import io.billinghub.core.rating.plan.PlanCharging;
import io.billinghub.core.rating.plan.PlanRating;
import io.billinghub.core.rating.plan.PricePlan;
import io.billinghub.core.rating.plan.RatedLine;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One plan and what it shall rate, read member by member; what is wrong is refused with its place. Pure. */
final class PreviewRequest {

    /** What modifiers need beyond the usage. */
    private static final Set<String> OF_MODIFIERS = Set.of("state", "periodNumber", "closes", "ends", "pooled");

    private static final Set<String> MEMBERS = Stream.concat(
                    Stream.of("plan", "quantity", "events", "period", "service", "timeZone"), OF_MODIFIERS.stream())
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> EVENT_MEMBERS =
            Set.of("id", "source", "at", "until", "quantity", "dimensions", "amount");
    private static final int MOST_EVENTS = 10_000;
    private static final int MOST_DAYS = 400;
    private static final int MOST_DIGITS = 64;
    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2100;
    private static final int LONGEST_ECHO = 40;

    private final String place;
    private final JsonNode body;

    /** @param place of the request in the body, as a JSON pointer */
    PreviewRequest(String place, JsonNode body) {
        this.place = place;
        this.body = body;
    }

    /**
     * The plan's name and lines.
     *
     * @throws HubException INVALID_BODY for what can't be read, NOT_BILLABLE for what the plan does not rate
     */
    Preview rate() {
        allowOnly(body, place, MEMBERS);
        PricePlan plan = plan();
        if (body.has("quantity") == body.has("events")) {
            throw refuse(place, "needs either \"quantity\" or \"events\"; a recurring or one-time fee the quantity 1");
        }
        try {
            if (plan.hasModifiers()) {
                return Preview.of(plan, charged(plan));
            }
            OF_MODIFIERS.stream().sorted().filter(body::has).findFirst().ifPresent(member -> {
                throw refuse(place + "/" + member, "is for plans with modifiers, and this one has none");
            });
            return Preview.of(plan, body.has("quantity") ? ofQuantity(plan) : ofEvents(plan));
        } catch (IllegalArgumentException | ArithmeticException notRated) {
            throw new HubException(
                    ApiError.NOT_BILLABLE, (place.isEmpty() ? "/" : place) + ": " + notRated.getMessage() + ".");
        } catch (DateTimeException notATime) {
            throw refuse(place, "holds a time that can't be reckoned with: " + notATime.getMessage());
        }
    }

    private PricePlan plan() {
        PricePlanReading reading =
                PricePlanJson.read(required(body, place, "plan").toString());
        if (reading instanceof PricePlanReading.Refused refused) {
            throw refuse(place + "/plan", refused.path() + ": " + refused.problem());
        }
        return reading.orElseThrow();
    }

    private List<RatedLine> ofQuantity(PricePlan plan) {
        BigDecimal quantity = number(body, place, "quantity");
        LocalPeriod billing = body.has("period") ? period("period") : null;
        LocalPeriod service = body.has("service") ? period("service") : billing;
        if (service != null && billing == null) {
            throw refuse(place + "/service", "needs the billing \"period\" beside it");
        }
        RatingInput input = billing == null
                ? RatingInput.usage(plan.currency(), new Quantity(quantity, plan.unit()))
                : RatingInput.recurring(plan.currency(), new Quantity(quantity, plan.unit()), service, billing);
        Rated rated = plan.rate(input);
        return List.of(new RatedLine(new TreeMap<>(), quantity, 0, rated));
    }

    /** With modifiers there is always a period: a promotion holds on days, an allowance and a minimum are for one. */
    private PlanCharged charged(PricePlan plan) {
        LocalPeriod billing = period("period");
        LocalPeriod service = body.has("service") ? period("service") : billing;
        PricingPeriod period = new PricingPeriod(
                "preview of " + billing.from(),
                billing,
                service,
                body.has("periodNumber") ? whole("periodNumber") : 1,
                flag("closes", true),
                flag("ends", false));
        // whoever is charged, the amount is the same
        ChargedItem item = new ChargedItem(
                "preview", "preview", "preview", "preview", ChargeKind.USAGE, plan.key(), service, null);
        BigDecimal pooled = body.has("pooled") ? number(body, place, "pooled") : null;
        ChargingContext context = new ChargingContext(item, period, pooled);
        Memory<PlanState> memory = state();
        if (body.has("quantity")) {
            return PlanCharging.ofQuantity(plan, number(body, place, "quantity"), context, memory);
        }
        return PlanCharging.ofEvents(
                plan, events(), MeteringPeriod.of(billing.from(), billing.to(), zone()), context, memory);
    }

    private Memory<PlanState> state() {
        if (!body.has("state")) {
            return Memory.start(PlanState.START);
        }
        try {
            return PlanStateJson.read(body.get("state").toString());
        } catch (IllegalArgumentException notAState) {
            throw refuse(place + "/state", notAState.getMessage());
        }
    }

    private int whole(String member) {
        JsonNode value = required(body, place, member);
        if (!value.isInt() || value.intValue() < 1) {
            throw refuse(place + "/" + member, "must be a whole number, 1 or more");
        }
        return value.intValue();
    }

    private boolean flag(String member, boolean absent) {
        if (!body.has(member)) {
            return absent;
        }
        if (!body.get(member).isBoolean()) {
            throw refuse(place + "/" + member, "must be true or false");
        }
        return body.get(member).booleanValue();
    }

    private List<RatedLine> ofEvents(PricePlan plan) {
        List<UsageEvent> events = events();
        LocalPeriod days = period("period");
        ZoneId zone = zone();
        return PlanRating.ofEvents(plan, events, MeteringPeriod.of(days.from(), days.to(), zone), zone);
    }

    private List<UsageEvent> events() {
        JsonNode array = body.get("events");
        if (!array.isArray() || array.size() > MOST_EVENTS) {
            throw refuse(place + "/events", "must be an array of up to " + MOST_EVENTS + " usage events");
        }
        List<UsageEvent> events = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            events.add(event(array.get(i), place + "/events/" + i, i));
        }
        return events;
    }

    private static UsageEvent event(JsonNode json, String at, int index) {
        allowOnly(json, at, EVENT_MEMBERS);
        Map<String, String> dimensions = new HashMap<>();
        for (Map.Entry<String, JsonNode> dimension : json.path("dimensions").properties()) {
            if (!dimension.getValue().isValueNode() || dimension.getValue().isNull()) {
                throw refuse(at + "/dimensions/" + shortened(dimension.getKey()), "must be a text or a number");
            }
            dimensions.put(dimension.getKey(), dimension.getValue().asText());
        }
        Instant from = instant(json, at, "at");
        Instant until = json.has("until") ? instant(json, at, "until") : from;
        if (Duration.between(from, until).toDays() >= MOST_DAYS) {
            throw refuse(at + "/until", "must be less than " + MOST_DAYS + " days after \"at\"");
        }
        try {
            return new UsageEvent(
                    json.path("id").asText("event " + (index + 1)),
                    json.path("source").asText("preview"),
                    from,
                    until,
                    number(json, at, "quantity"),
                    dimensions,
                    json.has("amount") ? number(json, at, "amount") : null);
        } catch (IllegalArgumentException notAnEvent) {
            throw refuse(at, notAnEvent.getMessage());
        }
    }

    private ZoneId zone() {
        String name = body.path("timeZone").asText("UTC");
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw refuse(place + "/timeZone", "\"" + shortened(name) + "\" is no time zone such as Europe/Helsinki");
        }
    }

    private LocalPeriod period(String member) {
        String at = place + "/" + member;
        JsonNode period = required(body, place, member);
        allowOnly(period, at, Set.of("from", "to"));
        LocalDate from = date(period, at, "from");
        LocalDate to = date(period, at, "to");
        if (!from.isBefore(to)) {
            throw refuse(at, "\"to\", the day after the last one, is after \"from\"");
        }
        LocalPeriod days = new LocalPeriod(from, to);
        if (days.days() > MOST_DAYS) {
            throw refuse(at, "must be a period of up to " + MOST_DAYS + " days");
        }
        return days;
    }

    private static LocalDate date(JsonNode json, String at, String member) {
        String text = required(json, at, member).asText();
        try {
            LocalDate date = LocalDate.parse(text);
            requireYear(date.getYear(), at + "/" + member);
            return date;
        } catch (DateTimeException wrong) {
            throw refuse(at + "/" + member, "\"" + shortened(text) + "\" is no date such as 2026-11-30");
        }
    }

    private static Instant instant(JsonNode json, String at, String member) {
        String text = required(json, at, member).asText();
        try {
            OffsetDateTime time = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
            requireYear(time.getYear(), at + "/" + member);
            return time.toInstant();
        } catch (DateTimeException wrong) {
            throw refuse(
                    at + "/" + member,
                    "\"" + shortened(text) + "\" is no instant with its offset such as 2026-11-15T12:00:00Z");
        }
    }

    private static void requireYear(int year, String at) {
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            throw refuse(at, "must be in a year from " + FIRST_YEAR + " to " + LAST_YEAR);
        }
    }

    private static BigDecimal number(JsonNode json, String at, String member) {
        JsonNode value = required(json, at, member);
        String text = value.asText();
        if (text.length() > MOST_DIGITS) {
            throw refuse(at + "/" + member, "must be a number of up to " + MOST_DIGITS + " characters");
        }
        try {
            return value.isNumber() ? value.decimalValue() : new BigDecimal(text);
        } catch (NumberFormatException wrong) {
            throw refuse(at + "/" + member, "\"" + shortened(text) + "\" is no number");
        }
    }

    private static JsonNode required(JsonNode json, String at, String member) {
        JsonNode value = json.path(member);
        if (value.isMissingNode() || value.isNull()) {
            throw refuse(at + "/" + member, "is missing");
        }
        return value;
    }

    private static void allowOnly(JsonNode json, String at, Set<String> members) {
        if (!json.isObject()) {
            throw refuse(at, "must be an object");
        }
        json.fieldNames().forEachRemaining(name -> {
            if (!members.contains(name)) {
                throw refuse(
                        at + "/" + shortened(name),
                        "is not known; there are " + members.stream().sorted().toList());
            }
        });
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_ECHO ? text : text.substring(0, LONGEST_ECHO) + "...";
    }

    private static HubException refuse(String at, String problem) {
        return new HubException(ApiError.INVALID_BODY, (at.isEmpty() ? "/" : at) + ": " + problem + ".");
    }
}
