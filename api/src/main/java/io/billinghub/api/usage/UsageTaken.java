package io.billinghub.api.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.adapters.intake.UsageFates;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of a batch of usage events; each event is accepted, a duplicate or refused.
 *
 * @param document under which the batch is kept as it came, at {@code /hub/v1/documents}
 * @param accepted durable when this answer is given
 * @param events those that were not accepted, by position; the first 1,000
 */
public record UsageTaken(
        UUID document,
        @Schema(examples = "1000") int received,
        @Schema(examples = "998") int accepted,
        @Schema(examples = "1") int duplicates,
        @Schema(examples = "1") int refused,
        List<NotAccepted> events) {

    public UsageTaken {
        events = List.copyOf(events);
    }

    private static final int MOST = 1_000;

    /**
     * @param position in the batch, from 1
     * @param id as it was sent; absent if it could not be read
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record NotAccepted(
            @Schema(examples = "17") int position,
            @Schema(examples = "cdr-4711") String id,

            @Schema(
                    enumeration = {"duplicate", "refused"},
                    examples = "refused")
            String fate,

            @Schema(examples = "UNKNOWN_ACCOUNT") String code,
            String detail,
            String whatToDo) {}

    /** The answer for an outcome. */
    static UsageTaken of(UsageFates fates) {
        return new UsageTaken(
                fates.document(),
                fates.received(),
                fates.accepted(),
                fates.count(UsageFates.Reason.DUPLICATE),
                fates.count(UsageFates.Reason.REFUSED),
                fates.notAccepted().stream()
                        .limit(MOST)
                        .map(fate -> new NotAccepted(
                                fate.position(),
                                fate.id(),
                                fate.reason() == UsageFates.Reason.DUPLICATE ? "duplicate" : "refused",
                                fate.code(),
                                fate.detail(),
                                fate.whatToDo()))
                        .toList());
    }
}
