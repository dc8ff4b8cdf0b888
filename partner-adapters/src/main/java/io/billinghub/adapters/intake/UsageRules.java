package io.billinghub.adapters.intake;

import io.billinghub.adapters.intake.LineWrites.UsageRow;
import io.billinghub.adapters.model.CanonicalUsage;
import io.billinghub.adapters.model.Decimals;
import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.Severity;
import io.billinghub.adapters.validation.AgreementTerms;
import io.billinghub.adapters.validation.LateUsage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What usage must be to be billed, whichever way it came. Pure. */
final class UsageRules {

    private static final Instant EARLIEST = Instant.parse("2000-01-02T00:00:00Z");

    /** How long before it happens usage is taken in: who makes up dates shall not make tables of periods. */
    static final Duration AHEAD = Duration.ofDays(62);

    private final Lookups lookups;
    private final Instant now;
    private final Instant latest;

    /** @param now when the usage is judged */
    UsageRules(Lookups lookups, Instant now) {
        this.lookups = lookups;
        this.now = now;
        this.latest = now.plus(AHEAD);
    }

    /**
     * What became of one usage.
     *
     * @param row where it is billed; null if a rule keeps it from that
     * @param broken rules that it breaks; those of severity WARN keep it from nothing
     */
    record Judged(UsageRow row, List<Finding> broken) {}

    Judged judge(CanonicalUsage record, AgreementTerms terms) {
        Instant last = record.endedAt() == null ? record.occurredAt() : record.endedAt();
        if (record.occurredAt().isBefore(EARLIEST) || last.isAfter(latest)) {
            Instant wrong = last.isAfter(latest) ? last : record.occurredAt();
            String detail = "the event is of " + wrong + ", which is not between 2000 and " + latest;
            return new Judged(null, List.of(finding(RuleCode.MALFORMED_LINE, record, terms, detail)));
        }
        List<Lookups.Link> known = lookups.links(record.account());
        ZoneId zone = known.isEmpty() ? ZoneOffset.UTC : known.get(0).cycle().zone();
        LocalDate day = record.occurredAt().atZone(zone).toLocalDate();
        Optional<Lookups.Link> link = lookups.account(record.account(), day);
        Optional<Long> offering = lookups.offering(record.product());
        List<Finding> broken = broken(record, terms, day, link.isPresent(), offering.isPresent());
        if (terms.lateUsage().refuses(day, now.atZone(zone).toLocalDate())) {
            broken.add(finding(
                    RuleCode.LATE_USAGE,
                    record,
                    terms,
                    "it is of " + day + " and came on " + now.atZone(zone).toLocalDate() + "; usage is taken in for "
                            + terms.lateUsage().refusedAfterDays() + " days"));
        }
        boolean kept = broken.stream().anyMatch(finding -> finding.severity() != Severity.WARN);
        UsageRow row = kept ? null : row(record, terms, day, link.orElseThrow(), offering.orElseThrow());
        return new Judged(row, broken);
    }

    /**
     * A correction belongs to the period in which the usage happened, whatever is agreed on late usage, unless what it corrects counted in
     * another one: {@link CorrectedPeriods}.
     */
    private static UsageRow row(
            CanonicalUsage record, AgreementTerms terms, LocalDate day, Lookups.Link link, long offering) {
        LateUsage.Counts counts = record.corrects() == null ? terms.lateUsage().counts() : LateUsage.Counts.OWN_PERIOD;
        UsagePeriod period = UsagePeriod.of(record.occurredAt(), link.cycle(), counts);
        return new UsageRow(
                period.bill(),
                period.rated(),
                link.accountId(),
                offering,
                record,
                link.cycle(),
                terms.usage().on(day).evidence());
    }

    private static List<Finding> broken(
            CanonicalUsage record, AgreementTerms terms, LocalDate day, boolean linked, boolean offered) {
        List<Finding> broken = new ArrayList<>(0);
        if (!linked) {
            broken.add(finding(
                            RuleCode.UNKNOWN_ACCOUNT,
                            record,
                            terms,
                            "the customer number \"" + record.account() + "\" is not linked to a billing account on "
                                    + day)
                    .because(record.account()));
        }
        if (!offered) {
            broken.add(finding(
                            RuleCode.UNKNOWN_PRODUCT,
                            record,
                            terms,
                            "the product \"" + record.product() + "\" is not linked to an offering")
                    .because(record.product()));
        }
        if (record.quantity().signum() < 0) {
            broken.add(finding(
                    RuleCode.NEGATIVE_WITHOUT_REFERENCE,
                    record,
                    terms,
                    "the quantity is " + record.quantity().toPlainString()));
        } else if (record.amount() != null && record.amount().signum() < 0) {
            broken.add(finding(
                    RuleCode.NEGATIVE_WITHOUT_REFERENCE,
                    record,
                    terms,
                    "the amount is " + record.amount().toPlainString()));
        }
        if (record.amount() != null && !Decimals.inRange(record.amount(), Decimals.AMOUNT_DECIMALS)) {
            broken.add(finding(
                    RuleCode.AMOUNT_OUT_OF_RANGE,
                    record,
                    terms,
                    "the amount " + record.amount().toPlainString() + " is not below 10^18 with at most 12 decimals"));
        } else if (!Decimals.inRange(record.quantity(), Decimals.QUANTITY_DECIMALS)) {
            broken.add(finding(
                    RuleCode.AMOUNT_OUT_OF_RANGE,
                    record,
                    terms,
                    "the quantity " + record.quantity().toPlainString()
                            + " is not below 10^18 with at most 18 decimals"));
        }
        if (!terms.inForce(day)) {
            broken.add(finding(
                    RuleCode.PERIOD_OUTSIDE_AGREEMENT, record, terms, "on " + day + " the agreement was not in force"));
        }
        return broken;
    }

    static Finding finding(RuleCode rule, CanonicalUsage record, AgreementTerms terms, String detail) {
        return new Finding(
                rule,
                terms.severity(rule),
                record.position(),
                record.place(),
                detail,
                record.amount(),
                record.amount() == null ? null : terms.currency());
    }
}
