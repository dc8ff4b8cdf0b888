package io.billinghub.api.usagelimit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.core.usagelimit.model.Reached;
import io.billinghub.core.usagelimit.model.UsageLimit;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.joda.money.CurrencyUnit;

/**
 * A limit of what an account uses, or spends on usage, in a billing period. Nothing is stopped when it is reached.
 *
 * @param account number of the account; usage of the accounts that it pays for counts as well
 * @param product key of the offering that is limited; absent where all are
 * @param measure QUANTITY or AMOUNT
 * @param unit of a QUANTITY, as usage is sent
 * @param currency of an AMOUNT: of usage by its price plans, net of tax
 * @param thresholds percentages of the value at which an event is told, once per period
 * @param reached what was reached lately, the newest first, at most 20
 */
@Schema(name = "UsageLimit")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UsageLimitView(
        UUID id,
        String href,
        @Schema(examples = "NL-1001") String account,
        @Schema(examples = "sensate-message") String product,
        @Schema(examples = "QUANTITY") String measure,
        @Schema(examples = "1000") BigDecimal value,
        @Schema(examples = "message") String unit,
        @Schema(examples = "EUR") String currency,
        @Schema(examples = "[80, 100]") List<BigDecimal> thresholds,
        String description,
        String createdBy,
        Instant createdAt,
        int version,
        List<Threshold> reached) {

    static final String PATH = "/hub/v1/usage-limits";

    public UsageLimitView {
        thresholds = List.copyOf(thresholds);
        reached = List.copyOf(reached);
    }

    /**
     * A threshold that was reached.
     *
     * @param used how much it was when it was seen
     * @param periodTo the day after the last one of the billing period
     */
    @Schema(name = "ReachedThreshold")
    public record Threshold(
            @Schema(examples = "80") BigDecimal threshold,
            @Schema(examples = "812") BigDecimal used,
            LocalDate periodFrom,
            LocalDate periodTo,
            Instant reachedAt) {

        static Threshold of(Reached reached) {
            return new Threshold(
                    reached.threshold(), reached.used(), reached.periodFrom(), reached.periodTo(), reached.reachedAt());
        }
    }

    static UsageLimitView of(UsageLimit limit) {
        return new UsageLimitView(
                limit.uuid(),
                PATH + "/" + limit.uuid(),
                limit.accountNumber(),
                limit.product().orElse(null),
                limit.limited().unit().isPresent() ? "QUANTITY" : "AMOUNT",
                limit.terms().value(),
                limit.limited().unit().orElse(null),
                limit.limited().currency().map(CurrencyUnit::getCode).orElse(null),
                limit.terms().thresholds(),
                limit.terms().description().orElse(null),
                limit.createdBy(),
                limit.createdAt(),
                limit.version(),
                limit.reached().stream().map(Threshold::of).toList());
    }
}
