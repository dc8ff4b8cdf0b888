package io.billinghub.onboarding.agreement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.core.error.HubException;
import io.billinghub.onboarding.error.OnboardingError;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The terms of an agreement as JSON: those that the hub bills by, which the rules of master data check; {@code conditions}, which are
 * agreed, kept and shown, but which nothing is computed from; and {@code offering}, what the partner's unlisted products are sold as.
 */
public final class AgreementText {

    /** Where the partner's key will stand in a template. */
    static final String PARTNER = "$partner";

    static final List<String> TERMS = List.of(
            "sellingModel",
            "currency",
            "shareModel",
            "residueParty",
            "ruleSeverity",
            "lateUsage",
            "refuseUsageAfterDays",
            "lateBill",
            "waitForBillDays",
            "usage");
    private static final Set<String> CONDITIONS =
            Set.of("amountBasis", "tolerance", "disputeWindowDays", "settlementDays");
    private static final Set<String> OFFERING = Set.of("unit", "taxClass");
    private static final Set<String> BASES = Set.of("RETAIL", "WHOLESALE");
    private static final int LONGEST_TEXT = 2000;
    private static final int LONGEST_TERMS = 65_536;
    private static final Set<String> MODELS = Set.of("RESALE", "AGENCY");
    private static final ObjectMapper JSON = new ObjectMapper();

    private AgreementText() {}

    /**
     * Refuses what is no part of terms, or of none of the shapes that they have.
     *
     * @param more what the object may have besides
     * @throws HubException SCHEMA
     */
    static void check(ObjectNode text, Set<String> more) {
        if (text.toString().contains("\\u0000")) {
            throw wrong("", "the text holds U+0000, which is no character");
        }
        if (text.toString().length() > LONGEST_TERMS) {
            throw wrong("", "the text has more than " + LONGEST_TERMS + " characters");
        }
        Set<String> known = new TreeSet<>(TERMS);
        known.add("conditions");
        known.addAll(more);
        only(text, known, "");
        shapes(text);
        JsonNode conditions = text.path("conditions");
        if (!conditions.isMissingNode()) {
            only(object(conditions, "/conditions"), CONDITIONS, "/conditions");
            days(conditions, "disputeWindowDays");
            days(conditions, "settlementDays");
            if (conditions.has("amountBasis")
                    && !BASES.contains(conditions.path("amountBasis").asText())) {
                throw wrong("/conditions/amountBasis", "must be RETAIL or WHOLESALE");
            }
            decimal(conditions.path("tolerance"));
        }
        JsonNode offering = text.path("offering");
        if (!offering.isMissingNode()) {
            only(object(offering, "/offering"), OFFERING, "/offering");
            for (String name : OFFERING) {
                if (!offering.path(name).isTextual()
                        || offering.path(name).asText().isBlank()) {
                    throw wrong("/offering/" + name, "is missing");
                }
            }
        }
    }

    /** What is there has the kind that it needs; the rules of master data judge the rest once a partner has it. */
    private static void shapes(ObjectNode text) {
        for (String name : List.of(
                "key",
                "name",
                "validFrom",
                "validTo",
                "sellingModel",
                "currency",
                "residueParty",
                "lateUsage",
                "lateBill")) {
            if (text.hasNonNull(name) && !text.path(name).isTextual()) {
                throw wrong("/" + name, "must be a text");
            }
        }
        for (String name : List.of("shareModel", "ruleSeverity", "usage")) {
            if (text.hasNonNull(name)) {
                object(text.path(name), "/" + name);
            }
        }
        if (text.hasNonNull("sellingModel")
                && !MODELS.contains(text.path("sellingModel").asText())) {
            throw wrong("/sellingModel", "must be RESALE or AGENCY");
        }
        if (text.hasNonNull("currency") && !text.path("currency").asText().matches("[A-Z]{3}")) {
            throw wrong("/currency", "must be a code of ISO 4217, such as EUR");
        }
    }

    /** With the partner's key in its place. */
    static ObjectNode forPartner(ObjectNode template, String partner) {
        return (ObjectNode) read(template.toString().replace('"' + PARTNER + '"', '"' + partner + '"'));
    }

    /** The version as an entry of master data. */
    static ObjectNode version(ObjectNode terms, int number) {
        ObjectNode version = terms.objectNode().put("version", number);
        for (String name : List.of("validFrom", "validTo")) {
            if (terms.hasNonNull(name)) {
                version.set(name, terms.get(name));
            }
        }
        for (String name : TERMS) {
            if (terms.hasNonNull(name)) {
                version.set(name, terms.get(name));
            }
        }
        return version;
    }

    /** @throws HubException SCHEMA where it is no day */
    static LocalDate day(JsonNode text, String name) {
        JsonNode given = text.path(name);
        if (given.isMissingNode() || given.isNull()) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(given.asText());
            if (day.getYear() < 1 || day.getYear() > 9999) {
                throw wrong("/" + name, "must be of the years 1 to 9999");
            }
            return day;
        } catch (DateTimeParseException e) {
            throw new HubException(OnboardingError.SCHEMA, "/" + name + ": must be a day such as 2027-01-01.", e);
        }
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("what is stored is no JSON", bug);
        }
    }

    /**
     * What is written for people, and shown with each answer.
     *
     * @throws HubException SCHEMA for more than {@value #LONGEST_TEXT} characters
     */
    public static void requireShort(String member, String text) {
        if (text.length() > LONGEST_TEXT) {
            throw wrong("/" + member, "has " + text.length() + " characters, and may have " + LONGEST_TEXT);
        }
    }

    static HubException wrong(String pointer, String why) {
        return new HubException(OnboardingError.SCHEMA, (pointer.isEmpty() ? "/" : pointer) + ": " + why + ".");
    }

    private static void days(JsonNode conditions, String name) {
        JsonNode given = conditions.path(name);
        if (!given.isMissingNode() && (!given.isInt() || given.intValue() < 0 || given.intValue() > 3660)) {
            throw wrong("/conditions/" + name, "must be a whole number of days from 0 to 3660");
        }
    }

    private static void decimal(JsonNode given) {
        if (given.isMissingNode()) {
            return;
        }
        boolean good = given.isTextual() && given.textValue().matches("[0-9]{1,12}(\\.[0-9]{1,6})?");
        if (!good || new BigDecimal(given.textValue()).signum() < 0) {
            throw wrong("/conditions/tolerance", "must be an amount as a text, such as \"0.05\"");
        }
    }

    private static ObjectNode object(JsonNode given, String pointer) {
        if (given instanceof ObjectNode object) {
            return object;
        }
        throw wrong(pointer, "must be an object");
    }

    private static void only(ObjectNode given, Set<String> known, String pointer) {
        given.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw wrong(pointer + "/" + name, "is not known; known are " + String.join(", ", new TreeSet<>(known)));
            }
        });
    }
}
