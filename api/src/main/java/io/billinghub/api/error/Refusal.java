package io.billinghub.api.error;

import io.billinghub.core.error.ErrorCode;
import io.billinghub.core.error.HubException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Why a request was not served, before it is known in which of the two forms it is told.
 *
 * @param status HTTP status, 400 or above
 * @param code stable for clients to build upon
 * @param title the same for each occurrence of the code
 * @param detail what is wrong and where, this time
 * @param retryable whether the same request may succeed later without a change
 * @param whatToDo what the caller can do about it
 * @param members further members of a problem; the TMF form has no place for them
 */
public record Refusal(
        int status,
        String code,
        String title,
        String detail,
        boolean retryable,
        String whatToDo,
        Map<String, Object> members) {

    public Refusal {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("a refusal has a status from 400 to 599, not " + status);
        }
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(whatToDo, "whatToDo");
        detail = sentence(detail);
        members = Map.copyOf(members);
    }

    /** With its full stop: what to do may stand behind it. */
    private static String sentence(String text) {
        boolean ends = text.isEmpty() || ".!?".indexOf(text.charAt(text.length() - 1)) >= 0;
        return ends ? text : text + ".";
    }

    public static Refusal of(ErrorCode code, String detail) {
        return new Refusal(
                code.kind().status(), code.name(), code.title(), detail, code.retryable(), code.whatToDo(), Map.of());
    }

    public static Refusal of(HubException exception) {
        return of(exception.code(), exception.getMessage());
    }

    /** The same refusal with a further member, e.g. the id of the document that was refused and kept. */
    public Refusal with(String member, Object value) {
        Map<String, Object> more = new HashMap<>(members);
        more.put(member, value);
        return new Refusal(status, code, title, detail, retryable, whatToDo, more);
    }
}
