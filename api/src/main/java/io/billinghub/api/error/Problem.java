package io.billinghub.api.error;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A problem as of RFC 9457, with the hub's own members {@code code}, {@code retryable} and {@code whatToDo}. */
@Schema(description = "A problem as of RFC 9457.")
public record Problem(
        @Schema(examples = "urn:billinghub:problem:UNKNOWN_RESOURCE")
        String type,

        @Schema(examples = "No such resource") String title,
        @Schema(examples = "404") int status,
        @Schema(examples = "There is no bill with this id.") String detail,

        @Schema(description = "This occurrence; failures are logged under it.")
        String instance,

        @Schema(examples = "UNKNOWN_RESOURCE") String code,
        boolean retryable,

        @Schema(examples = "Check the id; you see only what belongs to you.")
        String whatToDo,

        @Schema(hidden = true) @JsonAnyGetter Map<String, Object> members) {

    public static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(Refusal refusal, String instance) {
        return new Problem(
                "urn:billinghub:problem:" + refusal.code(),
                refusal.title(),
                refusal.status(),
                refusal.detail(),
                instance,
                refusal.code(),
                refusal.retryable(),
                refusal.whatToDo(),
                refusal.members());
    }
}
