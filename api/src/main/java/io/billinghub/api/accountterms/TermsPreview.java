package io.billinghub.api.accountterms;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.billinghub.core.accountterms.model.TermsTrial;
import io.billinghub.core.rating.infrastructure.AccountStateJson;
import io.billinghub.core.rating.modifier.Adjustment;
import io.billinghub.core.rating.modifier.Priced;
import io.billinghub.core.rating.modifier.RatedLine;
import io.billinghub.core.rating.modifier.Split;
import io.billinghub.core.rating.modifier.pricing.AccountPriced;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What terms make of an account's lines.
 *
 * @param amount what the account pays: the sum of the lines as a bill rounds them, to the currency's minor unit, without tax
 * @param terms keys of those that stand around the account's plans, in their order
 * @param notApplied the others of the request, each with the reason
 * @param lines those of the request in their order, then those that a minimum or a commitment has added
 * @param explanation what each modifier did, in the order of the account's pricing, as a customer reads it
 * @param sponsored lines on other accounts, for what those pay
 * @param state what is given with the next period, as JSON
 */
public record TermsPreview(
        @Schema(examples = "EUR") String currency,
        @Schema(examples = "52.50") BigDecimal amount,
        @Schema(examples = "business") List<String> terms,
        List<NotApplied> notApplied,
        List<Line> lines,

        @Schema(examples = "Welcome, 10 % = -10.00 EUR") List<String> explanation,

        List<Sponsored> sponsored,
        Points points,

        @JsonRawValue @Schema(implementation = Object.class) String state) {

    public TermsPreview {
        terms = List.copyOf(terms);
        notApplied = List.copyOf(notApplied);
        lines = List.copyOf(lines);
        explanation = List.copyOf(explanation);
        sponsored = List.copyOf(sponsored);
    }

    /** Terms that do not stand around the account's plans. */
    @Schema(name = "TermsNotApplied")
    public record NotApplied(
            @Schema(examples = "private") String key,
            @Schema(examples = "2037-01-01") LocalDate validFrom,

            @Schema(examples = "the account NL-1001 is not in the audience")
            String why) {}

    /**
     * One line.
     *
     * @param rated as the plans have left it, not rounded
     * @param adjustments in the order of the account's pricing; only where there are any
     * @param exact with the adjustments, not rounded
     * @param amount rounded half up to the currency's minor unit, as on a bill
     * @param words why a modifier has added the line; only of such a line
     */
    @Schema(name = "TermsLine")
    public record Line(
            @Schema(examples = "0001") String id,
            @Schema(examples = "fibre") String product,
            @Schema(examples = "nordlys") String partner,
            @Schema(examples = "RECURRING") String kind,
            @Schema(examples = "40.00") BigDecimal rated,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Change> adjustments,

            @Schema(examples = "17.00") BigDecimal exact,
            @Schema(examples = "17.00") BigDecimal amount,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) @Schema(examples = "Monthly minimum")
            String words) {

        public Line {
            adjustments = List.copyOf(adjustments);
        }
    }

    /**
     * What a modifier adds to a line; a reduction is negative.
     *
     * @param modifier keys of its terms and its own
     * @param words for people, without the amount
     * @param bearer the party that bears it in settlement
     */
    @Schema(name = "TermsAdjustment")
    public record Change(
            @Schema(examples = "business/welcome") String modifier,
            @Schema(examples = "COUPON") String kind,
            @Schema(examples = "Welcome, 10 %") String words,
            @Schema(examples = "nordlys") String bearer,
            @Schema(examples = "-4.00") BigDecimal exact) {}

    /** What another account pays. */
    @Schema(name = "TermsSponsored")
    public record Sponsored(
            @Schema(examples = "NL-1002") String account,
            @Schema(examples = "fibre") String product,
            @Schema(examples = "nordlys") String partner,
            @Schema(examples = "Paid by the employer") String words,
            @Schema(examples = "17.00") BigDecimal amount) {}

    /** @param earned negative where points were taken back */
    @Schema(name = "TermsPoints")
    public record Points(
            @Schema(examples = "0") BigDecimal burnt,
            @Schema(examples = "8") BigDecimal earned) {}

    static TermsPreview of(TermsTrial trial, TermsTrial.Outcome outcome) {
        AccountPriced account = outcome.priced();
        Priced priced = account.priced();
        Map<String, List<Adjustment>> byLine =
                priced.adjustments().stream().collect(Collectors.groupingBy(Adjustment::line));
        return new TermsPreview(
                trial.currency().getCode(),
                Split.sum(priced.lines().stream().map(priced::billed).toList()),
                outcome.applied(),
                outcome.others().stream()
                        .map(other -> new NotApplied(other.key(), other.validFrom(), other.why()))
                        .toList(),
                priced.lines().stream()
                        .map(line -> line(priced, line, byLine.getOrDefault(line.id(), List.of())))
                        .toList(),
                priced.explanation(),
                account.sponsorLines().stream()
                        .map(line -> new Sponsored(
                                line.item().account(),
                                line.item().product(),
                                line.item().partner(),
                                line.words(),
                                line.amount().getAmount()))
                        .toList(),
                new Points(account.pointsBurnt(), account.pointsEarned()),
                AccountStateJson.write(account.memory().after()));
    }

    private static Line line(Priced priced, RatedLine line, List<Adjustment> adjustments) {
        return new Line(
                line.id(),
                line.item().product(),
                line.item().partner(),
                line.item().kind().name(),
                line.amount().getAmount(),
                adjustments.stream().map(TermsPreview::change).toList(),
                priced.net(line),
                priced.billed(line),
                line.words());
    }

    private static Change change(Adjustment adjustment) {
        return new Change(
                adjustment.reason().key(),
                adjustment.reason().kind().name(),
                adjustment.reason().words(),
                adjustment.bearer(),
                adjustment.amount().getAmount());
    }
}
