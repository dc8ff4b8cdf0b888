package io.billinghub.api.prepaid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.resource.Validity;
import io.billinghub.core.error.HubException;
import io.billinghub.core.prepaid.model.NewBucket;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a client says of a top-up beside the movement: which bucket it opens, and until when that is valid. */
record TopUpRequest(ObjectNode body) {

    static final String PRODUCTS = "productOffering";
    static final String PARTNERS = "partner";

    private static final String BUCKET = "bucket";
    private static final Set<String> OF_A_BUCKET =
            Set.of("id", "name", "description", "priority", "lowAt", "scope", "@type", "@referredType", "@baseType");
    private static final Set<String> OF_A_REFERENCE =
            Set.of("id", "href", "name", "@type", "@referredType", "@baseType", "@schemaLocation");
    private static final Set<String> OF_A_SCOPE = Set.of(PRODUCTS, PARTNERS);

    /** A top-up happens once; who wants it again next month sends it again. */
    void requireOnce() {
        if (body.path("isAutoTopup").asBoolean()) {
            throw new HubException(
                    ApiError.UNSUPPORTED_VALUE,
                    "/isAutoTopup: must be false; the hub does not repeat top-ups by itself.");
        }
    }

    /** What describes a bucket is said once, when it is opened; a later top-up may lengthen its time, no more. */
    void requireNamedOnly() {
        JsonNode bucket = body.path(BUCKET);
        for (Iterator<String> names = bucket.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!OF_A_REFERENCE.contains(name)) {
                throw onOpening("/" + BUCKET + "/" + name);
            }
        }
        if (body.path("validFor").hasNonNull("startDateTime")) {
            throw onOpening("/validFor/startDateTime");
        }
    }

    private static HubException onOpening(String pointer) {
        return new HubException(
                ApiError.INVALID_BODY,
                pointer + ": is said when a bucket is opened. Leave it out; /bucket/id names one that is there.");
    }

    NewBucket opened() {
        JsonNode bucket = body.path(BUCKET);
        requireMembers(bucket, OF_A_BUCKET, "/" + BUCKET);
        JsonNode scope = bucket.path("scope");
        requireMembers(scope, OF_A_SCOPE, "/" + BUCKET + "/scope");
        return MovementRequest.checked(() -> new NewBucket(
                text(bucket, "name").orElse(null),
                text(bucket, "description"),
                priority(bucket.path("priority")),
                from(),
                to(),
                keys(scope, PRODUCTS),
                keys(scope, PARTNERS),
                lowAt(bucket.path("lowAt"))));
    }

    Optional<LocalDate> from() {
        return day("startDateTime");
    }

    Optional<LocalDate> to() {
        return day("endDateTime");
    }

    private Optional<LocalDate> day(String end) {
        ObjectNode read = body.objectNode();
        Validity.read(body.path("validFor").path(end), "/validFor/" + end, read, "day");
        return Optional.ofNullable(read.path("day").textValue()).map(LocalDate::parse);
    }

    private static void requireMembers(JsonNode object, Set<String> known, String pointer) {
        if (!object.isMissingNode() && !object.isObject()) {
            throw new HubException(ApiError.INVALID_BODY, pointer + ": must be an object.");
        }
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new HubException(
                        ApiError.INVALID_BODY, pointer + "/" + name + ": is no part of a bucket that is opened.");
            }
        }
    }

    private static Optional<String> text(JsonNode bucket, String member) {
        JsonNode text = bucket.path(member);
        if (text.isMissingNode() || text.isNull()) {
            return Optional.empty();
        }
        if (!text.isTextual()) {
            throw new IllegalArgumentException(BUCKET + "/" + member + ": must be a text");
        }
        return Optional.of(text.textValue());
    }

    private static int priority(JsonNode priority) {
        if (priority.isMissingNode()) {
            return NewBucket.USUAL_PRIORITY;
        }
        if (!priority.isIntegralNumber() || !priority.canConvertToInt()) {
            throw new IllegalArgumentException(BUCKET + "/priority: must be a whole number");
        }
        return priority.intValue();
    }

    private static Optional<BigDecimal> lowAt(JsonNode amount) {
        if (amount.isMissingNode()) {
            return Optional.empty();
        }
        if (!amount.isNumber()) {
            throw new IllegalArgumentException(BUCKET + "/lowAt: must be a number");
        }
        return Optional.of(amount.decimalValue());
    }

    private static List<String> keys(JsonNode scope, String member) {
        JsonNode keys = scope.path(member);
        List<String> read = new ArrayList<>();
        if (!keys.isMissingNode() && !keys.isArray()) {
            throw new IllegalArgumentException(BUCKET + "/scope/" + member + ": must be an array of keys");
        }
        for (JsonNode key : keys) {
            if (!key.isTextual()) {
                throw new IllegalArgumentException(BUCKET + "/scope/" + member + ": must be an array of keys");
            }
            read.add(key.textValue());
        }
        return read;
    }
}
