package io.billinghub.api.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The error body of the TM Forum Open APIs (TMF630).
 *
 * @param reason the title: the same for each occurrence
 * @param message what is wrong this time and what to do
 * @param status the HTTP status, a string in TMF630
 * @param referenceError this occurrence; failures are logged under it
 */
@Schema(description = "The error body of TMF630.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TmfError(
        @Schema(examples = "UNKNOWN_RESOURCE") String code,
        @Schema(examples = "No such resource") String reason,
        String message,
        @Schema(examples = "404") String status,
        String referenceError,
        @JsonProperty("@type") String type) {

    static TmfError of(Refusal refusal, String instance) {
        return new TmfError(
                refusal.code(),
                refusal.title(),
                refusal.detail() + " " + refusal.whatToDo(),
                Integer.toString(refusal.status()),
                instance,
                "Error");
    }
}
