package io.billinghub.onboarding.masterdata.model;

import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.masterdata.model.KnownData.KnownTaxRate;
import java.time.LocalDate;
import java.util.List;

/**
 * The tax rates of days that are billed stay: a difference to what was billed is taxed by the days that it corrects. Days that no stored rate covers
 * can be given one at any time, since nothing was billed with them.
 */
final class TaxRateRules {
    private TaxRateRules() {}

    static void taxRatesOfBilledDaysStay(MasterData data, KnownData known, Findings findings) {
        LocalDate billedUntil = known.billedUntil();
        if (billedUntil == null) {
            return;
        }
        for (int i = 0; i < data.taxRates().size(); i++) {
            MasterData.TaxRate rate = data.taxRates().get(i);
            String pointer = "/taxRates/" + i;
            for (KnownTaxRate stored : stored(rate, known)) {
                if (stored.validFrom().equals(rate.validFrom())) {
                    if (endsEarlier(rate.validTo(), stored.validTo())
                            && rate.validTo().isBefore(billedUntil)) {
                        findings.add(
                                pointer + "/validTo",
                                OnboardingError.PERIOD_CLOSED,
                                name(rate) + " from " + rate.validFrom() + " ends on " + rate.validTo()
                                        + ", but periods before " + billedUntil + " are billed with it");
                    }
                } else if (holds(stored, rate.validFrom()) && rate.validFrom().isBefore(billedUntil)) {
                    findings.add(
                            pointer + "/validFrom",
                            OnboardingError.PERIOD_CLOSED,
                            name(rate) + " begins on " + rate.validFrom() + ", but periods before " + billedUntil
                                    + " are billed with the one from " + stored.validFrom());
                }
            }
        }
    }

    private static List<KnownTaxRate> stored(MasterData.TaxRate rate, KnownData known) {
        return known.taxRates().stream()
                .filter(stored -> stored.country().equals(rate.country())
                        && stored.taxClass().equals(rate.taxClass()))
                .toList();
    }

    private static boolean holds(KnownTaxRate stored, LocalDate day) {
        return stored.validFrom().isBefore(day) && (stored.validTo() == null || day.isBefore(stored.validTo()));
    }

    private static boolean endsEarlier(LocalDate end, LocalDate stored) {
        return end != null && (stored == null || end.isBefore(stored));
    }

    private static String name(MasterData.TaxRate rate) {
        return "the rate of tax class " + rate.taxClass() + " of " + rate.country();
    }
}
