package io.billinghub.adapters.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.Severity;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a broken rule does under an agreement. */
class AgreementTermsTest {

    private static AgreementTerms terms(boolean agency, Map<RuleCode, Severity> severities) {
        return new AgreementTerms(
                1,
                LocalDate.of(2026, 1, 1),
                LocalDate.of(9999, 12, 31),
                agency,
                "EUR",
                severities,
                new LateUsage(LateUsage.Counts.NEXT_BILL, null),
                PriceTolerance.STANDARD,
                UsageRoles.of(LocalDate.of(2026, 1, 1), UsageRole.CHARGED));
    }

    /** Each rule by each severity: what is agreed, or the mildest that the catalogue allows where that is stricter. */
    @Test
    void isWhatIsAgreedButNoMilderThanTheCatalogueAllows() {
        for (RuleCode rule : RuleCode.values()) {
            for (Severity agreed : Severity.values()) {
                Severity expected = agreed.ordinal() >= rule.mildest().ordinal() ? agreed : rule.mildest();
                assertThat(terms(false, Map.of(rule, agreed)).severity(rule))
                        .as("%s as %s", rule, agreed)
                        .isEqualTo(expected);
            }
            assertThat(rule.standard().ordinal())
                    .as("standard of %s", rule)
                    .isGreaterThanOrEqualTo(rule.mildest().ordinal());
        }
    }

    @Test
    void isTheStandardWhereNothingIsAgreed() {
        for (RuleCode rule : RuleCode.values()) {
            assertThat(terms(false, Map.of()).severity(rule)).as("%s", rule).isEqualTo(rule.standard());
        }
        // the partner's tax is binding under an agency agreement
        assertThat(terms(true, Map.of()).severity(RuleCode.TAX_INCONSISTENT)).isEqualTo(Severity.QUARANTINE);
    }

    @Test
    void isNoFurtherFromThePriceThanTheLargerTolerance() {
        PriceTolerance tolerance = new PriceTolerance(new BigDecimal("0.10"), new BigDecimal("0.5"));
        // 0.5 % of 100 is 0.50
        assertThat(tolerance.holds(new BigDecimal("100"), new BigDecimal("99.50"), 2, 1))
                .isTrue();
        assertThat(tolerance.holds(new BigDecimal("100"), new BigDecimal("99.49"), 2, 1))
                .isFalse();
        // of 10 it is 0.05, and 0.10 counts
        assertThat(tolerance.holds(new BigDecimal("10"), new BigDecimal("10.10"), 2, 1))
                .isTrue();
        assertThat(tolerance.holds(new BigDecimal("10"), new BigDecimal("10.11"), 2, 1))
                .isFalse();
        // three lines, each rounded by itself
        assertThat(PriceTolerance.STANDARD.holds(new BigDecimal("10"), new BigDecimal("10.015"), 2, 3))
                .isTrue();
        assertThat(PriceTolerance.STANDARD.holds(new BigDecimal("10"), new BigDecimal("10.016"), 2, 3))
                .isFalse();
        assertThat(PriceTolerance.STANDARD.holds(new BigDecimal("10"), new BigDecimal("10.5"), 0, 1))
                .isTrue();
    }

    /** Charged in 2026, evidence from 2027 on, told in November: what is used until New Year is charged. */
    @Test
    void usageIsForWhatTheVersionOfItsDaySays() {
        AgreementTerms first = terms(false, Map.of());
        AgreementTerms second = new AgreementTerms(
                2,
                LocalDate.of(2027, 1, 1),
                LocalDate.of(9999, 12, 31),
                false,
                "EUR",
                Map.of(),
                new LateUsage(LateUsage.Counts.NEXT_BILL, null),
                PriceTolerance.STANDARD,
                UsageRoles.of(LocalDate.of(2027, 1, 1), new UsageRole(true, BigDecimal.ONE)));
        UsageRoles usage = second.forever(List.of(second, first)).usage();

        assertThat(usage.on(LocalDate.of(2025, 6, 1)).evidence()).isFalse();
        assertThat(usage.on(LocalDate.of(2026, 12, 31)).evidence()).isFalse();
        assertThat(usage.on(LocalDate.of(2027, 1, 1)).evidence()).isTrue();
    }
}
