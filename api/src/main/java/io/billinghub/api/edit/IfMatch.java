package io.billinghub.api.edit;

import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import jakarta.ws.rs.core.EntityTag;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The condition of an edit (RFC 9110, 13.1.1): a thing that is there is changed by who says which version of it they have seen.
 *
 * @param header as the client sent it: {@code "3"}, several by comma, or {@code *}
 */
public record IfMatch(Optional<String> header) {

    /** @param header null where the client sent none */
    public static IfMatch of(String header) {
        return new IfMatch(Optional.ofNullable(header));
    }

    /** The tag of a version, for the header {@code ETag}. */
    public static EntityTag tag(int version) {
        return new EntityTag(Integer.toString(version));
    }

    /**
     * Judges the condition against what is there, in the transaction of the change and behind the lock of its row.
     *
     * @param current empty where there is nothing yet: then no condition is needed, and none can hold
     * @throws HubException IF_MATCH_REQUIRED, PRECONDITION_FAILED
     */
    public void allow(OptionalInt current) {
        if (header.isEmpty() && current.isPresent()) {
            throw new HubException(
                    ApiError.IF_MATCH_REQUIRED, "It is there already, and the request has no header If-Match.");
        }
        if (header.isPresent() && !holds(header.get(), current)) {
            String now = current.isPresent() ? "it is \"" + current.getAsInt() + "\" now" : "there is nothing yet";
            throw new HubException(ApiError.PRECONDITION_FAILED, "If-Match is " + header.get() + ", but " + now + ".");
        }
    }

    private static boolean holds(String header, OptionalInt current) {
        if (current.isEmpty()) {
            return false;
        }
        String wanted = "\"" + current.getAsInt() + "\"";
        return header.strip().equals("*")
                || Arrays.stream(header.split(",", -1)).map(String::strip).anyMatch(wanted::equals);
    }
}
