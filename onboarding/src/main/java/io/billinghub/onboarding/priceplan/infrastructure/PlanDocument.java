package io.billinghub.onboarding.priceplan.infrastructure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.billinghub.core.error.JsonFlaw;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.masterdata.model.Findings;
import io.billinghub.onboarding.priceplan.model.GivenPlan;
import io.billinghub.onboarding.priceplan.model.Place;
import io.billinghub.onboarding.priceplan.model.PlanFinding;
import io.billinghub.onboarding.priceplan.model.PlanReading;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Price plans from JSON: one or an array of them. Each is a plan as it is, or {@code {"offering": …, "plan": …}} as the hub gives
 * it, whose other members are passed over. Thread-safe.
 */
public final class PlanDocument {
    /** More do not come at a time. */
    public static final int MOST_PLANS = 1_000;

    private static final String PLAN = "plan";
    private static final String OFFERING = "offering";
    /** What the hub tells of a plan that is stored and what does not make the plan. */
    private static final Set<String> GIVEN = Set.of("id", "validFrom", "validTo", "changedAt");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final List<GivenPlan> plans = new ArrayList<>();
    private final List<String> at = new ArrayList<>();
    private final List<Boolean> bare = new ArrayList<>();
    private final List<PlanFinding> findings = new ArrayList<>();

    private PlanDocument() {}

    /** The plans that the UTF-8 text holds, or each place where it holds none. */
    public static PlanReading read(byte[] document) {
        PlanDocument plans = new PlanDocument();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(document))
                    .toString();
            plans.all(MAPPER.readTree(text));
        } catch (CharacterCodingException notUtf8) {
            plans.wrong("", OnboardingError.NOT_JSON, "the document is not UTF-8");
        } catch (JsonProcessingException notJson) {
            var place = notJson.getLocation();
            String where = place == null ? "" : "line " + place.getLineNr() + ", column " + place.getColumnNr() + ": ";
            plans.wrong("", OnboardingError.NOT_JSON, where + JsonFlaw.of(notJson));
        }
        return plans.findings.isEmpty()
                ? new PlanReading.Accepted(plans.plans, plans::place)
                : new PlanReading.Refused(plans.findings);
    }

    private void all(JsonNode document) {
        if (!document.isArray()) {
            one("", document);
            return;
        }
        if (document.isEmpty() || document.size() > MOST_PLANS) {
            wrong("", OnboardingError.SCHEMA, "an array has 1 to " + MOST_PLANS + " price plans");
            return;
        }
        for (int i = 0; i < document.size() && findings.size() < Findings.LIMIT; i++) {
            one("/" + i, document.get(i));
        }
    }

    private void one(String place, JsonNode entry) {
        if (!entry.isObject()) {
            wrong(place, OnboardingError.SCHEMA, "must be a JSON object: a price plan, or one with its offering");
            return;
        }
        boolean isBare = !entry.has(PLAN);
        if (!isBare) {
            requireMembers(place, entry);
        }
        String offering = isBare ? null : entry.path(OFFERING).textValue();
        plans.add(new GivenPlan(offering, isBare ? entry : entry.get(PLAN)));
        at.add(place);
        bare.add(isBare);
    }

    private void requireMembers(String place, JsonNode entry) {
        for (Iterator<String> names = entry.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!name.equals(PLAN) && !name.equals(OFFERING) && !GIVEN.contains(name)) {
                wrong(place + "/" + name, OnboardingError.SCHEMA, "is not known; there are offering and plan");
            }
        }
        JsonNode offering = entry.path(OFFERING);
        if (!offering.isMissingNode() && !offering.isNull() && !offering.isTextual()) {
            wrong(place + "/" + OFFERING, OnboardingError.SCHEMA, "must be the key of an offering, a text");
        }
        if (!entry.get(PLAN).isObject()) {
            wrong(place + "/" + PLAN, OnboardingError.SCHEMA, "must be a price plan, a JSON object");
        }
    }

    private Place place(int plan, String pointer) {
        String inside =
                bare.get(plan) && pointer.startsWith("/" + PLAN) ? pointer.substring(PLAN.length() + 1) : pointer;
        return Place.pointer(at.get(plan) + inside);
    }

    private void wrong(String pointer, OnboardingError code, String message) {
        findings.add(new PlanFinding(Place.pointer(pointer), code, message));
    }
}
