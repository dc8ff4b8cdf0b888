package io.billinghub.api.billrun;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.core.billrun.model.RunProgress;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far a run has come in its stage.
 *
 * @param since when the stage began
 * @param shardsDone shards that have done what the stage asks for
 * @param accounts that pay
 * @param accountsPerSecond in the last minute; absent where shards have nothing to do
 * @param secondsLeft of the stage at that rate; absent where it stands still
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunProgressView(
        @Schema(examples = "RATING") String state,
        OffsetDateTime since,
        String pausedBy,
        long shards,
        long shardsDone,
        long accounts,
        long accountsDone,
        long accountsParked,
        BigDecimal accountsPerSecond,
        Long secondsLeft) {

    static RunProgressView of(RunProgress progress) {
        return new RunProgressView(
                progress.state().name(),
                progress.stageSince(),
                progress.pausedBy().orElse(null),
                progress.shards(),
                progress.shardsDone(),
                progress.accounts(),
                progress.accountsDone(),
                progress.accountsParked(),
                progress.accountsPerSecond().orElse(null),
                progress.secondsLeft().isPresent() ? progress.secondsLeft().getAsLong() : null);
    }
}
