package io.billinghub.api.priceplan;

import io.billinghub.core.comparison.model.ComparedAccount;
import io.billinghub.core.comparison.model.PriceComparison;
import io.billinghub.core.comparison.model.PriceComparison.Figures;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What usage of a product costs and would cost, without tax, each line rounded as on a bill.
 *
 * @param offering key of the product
 * @param plan key of the plan that is compared with those in force
 * @param billed by bill runs so far, corrections included
 * @param current by the plans that were in force, as all is known now: it differs from what was billed where usage came late, or a
 *     price was changed, and the next run has not billed the difference yet
 * @param candidate under the other plan
 * @param change candidate less current
 * @param percentiles of the accounts' changes
 */
public record ComparisonView(
        @Schema(examples = "sensate-message") String offering,
        @Schema(examples = "sensate-message-2") String plan,
        @Schema(examples = "1") int version,
        @Schema(examples = "EUR") String currency,
        List<Period> periods,
        @Schema(examples = "8") long accounts,
        BigDecimal billed,
        BigDecimal current,
        BigDecimal candidate,
        BigDecimal change,
        Side winners,
        Side losers,

        @Schema(description = "Accounts that would pay the same")
        long unchanged,

        List<Percentile> percentiles,
        NotRated notRated) {

    public ComparisonView {
        periods = List.copyOf(periods);
        percentiles = List.copyOf(percentiles);
    }

    /** @param to the day after the last one */
    public record Period(@Schema(examples = "monthly") String cycle, LocalDate from, LocalDate to) {}

    /**
     * @param change of all of them together
     * @param top those with the greatest change
     */
    public record Side(long accounts, BigDecimal change, List<Account> top) {
        public Side {
            top = List.copyOf(top);
        }

        static Side of(PriceComparison.Side side) {
            return new Side(
                    side.accounts(),
                    side.change(),
                    side.top().stream().map(Account::of).toList());
        }
    }

    /** One account. */
    public record Account(
            @Schema(examples = "NL-1022") String account,
            BigDecimal billed,
            BigDecimal current,
            BigDecimal candidate,
            BigDecimal change,

            @Schema(nullable = true, description = "The change in per cent of current; null where that is zero")
            BigDecimal percent) {

        static Account of(ComparedAccount account) {
            return new Account(
                    account.number(),
                    account.billed(),
                    account.current(),
                    account.candidate(),
                    account.change(),
                    account.percent().orElse(null));
        }
    }

    /** So many per cent of the accounts have no greater change. */
    public record Percentile(
            @Schema(examples = "95") int percentile,
            BigDecimal change,

            @Schema(
                    nullable = true,
                    description = "The same of the changes in per cent; null where no account costs anything")
            BigDecimal percent) {}

    /** Accounts whose usage one of both sides can't price; they are in no sum. */
    public record NotRated(long accounts, List<String> reasons) {
        public NotRated {
            reasons = List.copyOf(reasons);
        }
    }

    static ComparisonView of(PriceComparison comparison) {
        Figures figures = comparison.figures();
        return new ComparisonView(
                comparison.offering(),
                comparison.plan().key(),
                comparison.plan().version(),
                comparison.plan().currency().getCode(),
                comparison.periods().stream()
                        .map(each -> new Period(
                                each.cycle(),
                                each.period().from(),
                                each.period().to()))
                        .toList(),
                figures.accounts(),
                figures.billed(),
                figures.current(),
                figures.candidate(),
                figures.candidate().subtract(figures.current()),
                Side.of(figures.winners()),
                Side.of(figures.losers()),
                figures.unchanged(),
                figures.percentiles().stream()
                        .map(each -> new Percentile(
                                each.percentile(), each.change(), each.percent().orElse(null)))
                        .toList(),
                new NotRated(figures.notRated().accounts(), figures.notRated().reasons()));
    }
}
