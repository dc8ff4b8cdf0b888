package io.billinghub.adapters.validation;

import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.Severity;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a version of an agreement says to documents.
 *
 * @param versionId {@code agreement_version.id}
 * @param from first day of its validity
 * @param to first day after
 * @param agency whether the partner is the seller, so that its tax is binding
 * @param currency ISO 4217 code in which the partner bills
 * @param severities where it differs from the catalogue
 * @param lateUsage what becomes of usage that comes late
 * @param priceTolerance how far a billed amount may be from the agreed price
 * @param usage what the partner's usage is for, by the day of use
 */
public record AgreementTerms(
        long versionId,
        LocalDate from,
        LocalDate to,
        boolean agency,
        String currency,
        Map<RuleCode, Severity> severities,
        LateUsage lateUsage,
        PriceTolerance priceTolerance,
        UsageRoles usage) {

    public AgreementTerms {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(lateUsage, "lateUsage");
        Objects.requireNonNull(priceTolerance, "priceTolerance");
        Objects.requireNonNull(usage, "usage");
        severities = Map.copyOf(severities);
    }

    /** What a broken rule does under this agreement; never milder than the catalogue allows. */
    public Severity severity(RuleCode rule) {
        Severity standard = rule == RuleCode.TAX_INCONSISTENT && agency ? Severity.QUARANTINE : rule.standard();
        return severities.getOrDefault(rule, standard).atLeast(rule.mildest());
    }

    /**
     * The version's terms for lines within any version, since a line may be older than the period of its bill; what usage is for is as each
     * version says.
     *
     * @param versions all of the agreement
     */
    public AgreementTerms forever(Collection<AgreementTerms> versions) {
        LocalDate first = versions.stream()
                .map(AgreementTerms::from)
                .min(LocalDate::compareTo)
                .orElseThrow();
        LocalDate end = versions.stream()
                .map(AgreementTerms::to)
                .max(LocalDate::compareTo)
                .orElseThrow();
        UsageRoles roles =
                UsageRoles.all(versions.stream().map(AgreementTerms::usage).toList());
        return new AgreementTerms(
                versionId, first, end, agency, currency, severities, lateUsage, priceTolerance, roles);
    }

    /** The same terms where some rules, that were waived, only warn: as mild as the catalogue lets them be. */
    public AgreementTerms waiving(Set<RuleCode> rules) {
        Map<RuleCode, Severity> milder = new HashMap<>(severities);
        rules.forEach(rule -> milder.put(rule, Severity.WARN));
        return new AgreementTerms(versionId, from, to, agency, currency, milder, lateUsage, priceTolerance, usage);
    }

    /** Whether the terms are in force on the day. */
    public boolean inForce(LocalDate day) {
        return !day.isBefore(from) && day.isBefore(to);
    }
}
