package io.billinghub.api.consumption;

import io.billinghub.core.billrun.model.Estimate;
import io.billinghub.core.billrun.model.EstimatedLine;
import io.billinghub.core.consumption.model.PayingAccount;
import io.billinghub.core.money.Rounding;
import io.billinghub.core.rating.model.RatedStep;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.joda.money.Money;

/**
 * What the bill of a period would charge by what is known now.
 *
 * @param account its number
 * @param currency of the account's bills, into which a bill converts totals in others
 * @param periodTo the day after the last one
 * @param closedForIntake whether a run has closed the period: usage that comes in from now on is on the bill of a later one
 * @param timeZone in which the period's days are counted
 * @param asOf when it was computed
 * @param totals net of tax, one per currency of the lines
 * @param notIncluded what a bill has and an estimate never: lines of partners' bills, differences for billed periods, and what the terms of
 *     the account (discounts, minimum spend, points, prepaid credits, sponsors) make of all lines
 * @param missing why something could not be estimated and what the host has to do; empty if all could
 */
@Schema(name = "BillEstimate")
public record EstimateView(
        @Schema(examples = "NL-1001") String account,
        @Schema(examples = "EUR") String currency,
        LocalDate periodFrom,
        LocalDate periodTo,

        @Schema(
                description =
                        "Whether a run has closed the period: usage that comes in from now on is on the bill of a later one",
                examples = "false")
        boolean closedForIntake,

        @Schema(examples = "Europe/Helsinki") String timeZone,
        Instant asOf,
        List<Total> totals,
        List<Line> lines,

        @Schema(examples = "ACCOUNT_TERMS") List<String> notIncluded,

        List<String> missing) {

    private static final List<String> NOT_INCLUDED = List.of("PARTNER_LINES", "CORRECTIONS", "ACCOUNT_TERMS");

    public EstimateView {
        notIncluded = List.copyOf(notIncluded);
        totals = List.copyOf(totals);
        lines = List.copyOf(lines);
        missing = List.copyOf(missing);
    }

    /** The sum of the lines in a currency. */
    @Schema(name = "EstimatedTotal")
    public record Total(
            @Schema(examples = "EUR") String currency,
            @Schema(examples = "65.00") BigDecimal amount) {}

    /**
     * One line, as it would stand on the bill.
     *
     * @param account number of the account that has used or subscribed
     * @param kind USAGE or RECURRING
     * @param groupingKey tells lines of one product apart; of a fee a day of the period that it pays for
     * @param exact not rounded
     * @param amount as a bill rounds it
     * @param serviceTo the day after the last one
     * @param records how many usage records it is made of; 1 for a fee
     * @param explanation steps that add up to the exact amount, of a fee for one of the product
     */
    @Schema(name = "EstimatedBillLine")
    public record Line(
            String account,
            @Schema(examples = "USAGE") String kind,
            @Schema(examples = "Mobile data") String description,
            String groupingKey,
            @Schema(examples = "137.5") BigDecimal quantity,
            @Schema(examples = "GB") String unit,
            @Schema(examples = "EUR") String currency,
            @Schema(examples = "65.000") BigDecimal exact,
            @Schema(examples = "65.00") BigDecimal amount,
            LocalDate serviceFrom,
            LocalDate serviceTo,
            int records,

            @Schema(examples = "first 100 GB at 0.50 EUR = 50.00")
            List<String> explanation) {

        public Line {
            explanation = List.copyOf(explanation);
        }
    }

    static EstimateView of(PayingAccount account, Estimate estimate, Instant asOf) {
        SortedMap<String, Money> totals = new TreeMap<>();
        List<Line> lines = new ArrayList<>();
        for (EstimatedLine each : estimate.lines()) {
            Money net = Rounding.lineNet(each.charge().amount());
            totals.merge(net.getCurrencyUnit().getCode(), net, Money::plus);
            lines.add(line(account, each, net));
        }
        lines.sort(Comparator.comparing(Line::account)
                .thenComparing(Line::description)
                .thenComparing(Line::kind)
                .thenComparing(Line::groupingKey)
                .thenComparing(Line::serviceFrom));
        return new EstimateView(
                account.number(),
                account.currency(),
                estimate.period().from(),
                estimate.period().to(),
                account.isClosed(estimate.period()),
                account.zone().getId(),
                asOf,
                totals.entrySet().stream()
                        .map(total -> new Total(total.getKey(), total.getValue().getAmount()))
                        .toList(),
                lines,
                NOT_INCLUDED,
                estimate.missing());
    }

    private static Line line(PayingAccount account, EstimatedLine line, Money net) {
        var charge = line.charge();
        return new Line(
                account.account(charge.accountId()).orElseThrow().number(),
                charge.source().name(),
                charge.description(),
                charge.groupingKey(),
                charge.quantity(),
                charge.unit(),
                net.getCurrencyUnit().getCode(),
                charge.amount().getAmount(),
                net.getAmount(),
                charge.serviceFrom(),
                charge.serviceTo(),
                charge.detailRows(),
                line.steps().stream().map(RatedStep::sentence).toList());
    }
}
