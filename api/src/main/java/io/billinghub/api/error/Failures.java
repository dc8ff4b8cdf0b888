package io.billinghub.api.error;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.billinghub.core.error.HubException;
import io.billinghub.core.error.JsonFlaw;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What the exceptions of the platform mean to a caller. */
public final class Failures {

    private static final int DEPTH = 12;

    /** Of a number, and of a date, as PostgreSQL has them. */
    private static final Set<String> OUT_OF_RANGE = Set.of("22003", "22008");

    private Failures() {}

    /** The refusal that a failure stands for; empty if nobody expected it. */
    public static Optional<Refusal> expected(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEPTH; depth++, cause = cause.getCause()) {
            if (cause instanceof HubException refused) {
                return Optional.of(Refusal.of(refused));
            }
            if (cause instanceof JsonProcessingException invalid) {
                return Optional.of(Refusal.of(ApiError.INVALID_BODY, sentence(invalid)));
            }
            if (cause instanceof PgException postgres && "22P05".equals(postgres.getSqlState())) {
                return Optional.of(
                        Refusal.of(ApiError.INVALID_BODY, "The body holds U+0000, which is no character of a text."));
            }
            if (cause instanceof PgException postgres && "22021".equals(postgres.getSqlState())) {
                return Optional.of(Refusal.of(
                        ApiError.INVALID_PARAMETER,
                        "A parameter, a name or a header holds U+0000, which is no character of a text."));
            }
            if (cause instanceof PgException postgres && "57014".equals(postgres.getSqlState())) {
                return Optional.of(Refusal.of(
                        ApiError.INVALID_PARAMETER,
                        "The query takes longer than a query may; ask with a simpler pattern or more filters."));
            }
            if (cause instanceof PgException postgres && "2201B".equals(postgres.getSqlState())) {
                return Optional.of(Refusal.of(
                        ApiError.INVALID_PARAMETER, "The value of a filter '.regex' is no regular expression."));
            }
            if (cause instanceof PgException postgres && OUT_OF_RANGE.contains(postgres.getSqlState())) {
                return Optional.of(Refusal.of(
                        ApiError.INVALID_PARAMETER,
                        "A date or a number of the request is beyond what the hub can keep."));
            }
            if (cause instanceof IOException && text(cause).contains("multipart")) {
                return Optional.of(
                        Refusal.of(ApiError.INVALID_BODY, "The form is not whole: its last boundary is missing."));
            }
            if (cause instanceof IllegalArgumentException && text(cause).startsWith("failed to parse media type")) {
                return Optional.of(Refusal.of(
                        ApiError.UNSUPPORTED_MEDIA_TYPE,
                        "The Content-Type is no media type, such as application/json."));
            }
            if (databaseIsDown(cause)) {
                return Optional.of(Refusal.of(ApiError.DATABASE_UNAVAILABLE, "The hub could not reach its database."));
            }
        }
        return Optional.empty();
    }

    /** The refusal of what nobody expected; who answers with it logs the cause. */
    public static Refusal unexpected() {
        return new Refusal(
                500,
                "INTERNAL_ERROR",
                "The hub failed",
                "The request could not be completed because of a fault in the hub.",
                false,
                "Tell the operator the value of 'instance'; the log has the cause under it.",
                Map.of());
    }

    static Refusal unauthorized() {
        return new Refusal(
                401,
                "UNAUTHORIZED",
                "No valid token",
                "The request has no bearer token, or one that is expired, forged, or meant for another audience.",
                false,
                "Get a fresh token and send it as 'Authorization: Bearer …'.",
                Map.of());
    }

    static Refusal sessionEnded() {
        return new Refusal(
                401,
                "SESSION_ENDED",
                "Your session has ended",
                "Nothing was changed.",
                false,
                "Open the page again to log in, and send the form from there.",
                Map.of());
    }

    static Refusal ofStatus(int status, String path) {
        return switch (status) {
            case 400 -> Refusal.of(ApiError.INVALID_PARAMETER, "A parameter, header or body can't be read.");
            case 401 -> unauthorized();
            case 403 -> Refusal.of(ApiError.FORBIDDEN, "None of the token's roles may do this.");
            case 404 -> Refusal.of(ApiError.UNKNOWN_PATH, "There is no resource at '" + path + "'.");
            case 405 ->
                plain(
                        405,
                        "METHOD_NOT_ALLOWED",
                        "The method is not allowed here",
                        "See /q/openapi for the methods of this path.");
            case 406 ->
                Refusal.of(ApiError.NOT_ACCEPTABLE, "The answer is written in none of the types of the header Accept.");
            case 413 -> Refusal.of(ApiError.BODY_TOO_LARGE, "The body is larger than this hub takes in.");
            case 415 -> Refusal.of(ApiError.UNSUPPORTED_MEDIA_TYPE, "The Content-Type is not one that is read here.");
            default -> plain(status, "HTTP_" + status, "The request was not served", "See /q/openapi.");
        };
    }

    private static Refusal plain(int status, String code, String title, String whatToDo) {
        return new Refusal(status, code, title, title + ".", false, whatToDo, Map.of());
    }

    private static boolean databaseIsDown(Throwable cause) {
        if (cause instanceof PgException postgres) {
            String state = postgres.getSqlState() == null ? "" : postgres.getSqlState();
            // 08 connection, 53 out of resources, 57P shut down by the operator
            return state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
        }
        if (cause instanceof ConnectException || cause instanceof ClosedChannelException) {
            return true;
        }
        return cause instanceof VertxException && text(cause).contains("connection");
    }

    private static String text(Throwable cause) {
        return cause.getMessage() == null ? "" : cause.getMessage().toLowerCase(Locale.ROOT);
    }

    /** Where the JSON is wrong and, if it was one of our own records that refused, why. */
    private static String sentence(JsonProcessingException invalid) {
        StringBuilder sentence = new StringBuilder("The body is not the JSON that is expected here");
        if (invalid instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            sentence.append(", at '").append(pointer(mapping)).append('\'');
        }
        JsonLocation location = invalid.getLocation();
        if (location != null && location.getLineNr() > 0) {
            sentence.append(", line ")
                    .append(location.getLineNr())
                    .append(" column ")
                    .append(location.getColumnNr());
        }
        if (invalid.getCause() instanceof IllegalArgumentException ours && ours.getMessage() != null) {
            sentence.append(": ").append(ours.getMessage());
        } else if (invalid instanceof UnrecognizedPropertyException unknown) {
            sentence.append(": it is not known here; there are ").append(known(unknown));
        } else if (invalid instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            sentence.append(": it must be ").append(wanted(mismatch.getTargetType()));
        } else if (!(invalid instanceof JsonMappingException)) {
            sentence.append(": ").append(JsonFlaw.of(invalid));
        }
        return sentence.append('.').toString();
    }

    private static String known(UnrecognizedPropertyException unknown) {
        return unknown.getKnownPropertyIds() == null
                ? "none"
                : unknown.getKnownPropertyIds().stream()
                        .map(String::valueOf)
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    /** What a member of our records is, in the words of JSON. */
    private static String wanted(Class<?> type) {
        if (type.isEnum()) {
            return "one of " + Arrays.toString(type.getEnumConstants());
        }
        if (type == LocalDate.class) {
            return "a day such as 2027-01-01";
        }
        if (type == UUID.class) {
            return "an id such as 01a205fc-e8b6-74fa-b401-290742788618";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "a text";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "an array";
        }
        return type.isPrimitive() || Number.class.isAssignableFrom(type) ? "a number" : "of another kind";
    }

    /** The place as a JSON pointer (RFC 6901). */
    private static String pointer(JsonMappingException mapping) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference step : mapping.getPath()) {
            String name = step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName();
            pointer.append('/').append(name.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }
}
