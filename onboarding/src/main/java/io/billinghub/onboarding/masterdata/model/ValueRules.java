package io.billinghub.onboarding.masterdata.model;

import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.money.Currencies;
import io.billinghub.onboarding.error.OnboardingError;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.joda.money.CurrencyUnit;

/** Single values that a schema can't judge: codes of public lists, check digits, dates that belong together. */
final class ValueRules {
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final BigDecimal WHOLE = new BigDecimal("100");
    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

    private ValueRules() {}

    static void currencies(MasterData data, KnownData known, Findings findings) {
        for (int i = 0; i < data.agreements().size(); i++) {
            for (int j = 0; j < data.agreements().get(i).versions().size(); j++) {
                String code = data.agreements().get(i).versions().get(j).currency();
                currency(code, "/agreements/" + i + "/versions/" + j + "/currency", findings);
            }
        }
        for (int i = 0; i < data.accounts().size(); i++) {
            currency(data.accounts().get(i).currency(), "/accounts/" + i + "/currency", findings);
        }
        for (int i = 0; i < data.amountsDue().size(); i++) {
            currency(data.amountsDue().get(i).currency(), "/amountsDue/" + i + "/currency", findings);
        }
        for (int i = 0; i < data.exchangeRates().size(); i++) {
            currency(data.exchangeRates().get(i).base(), "/exchangeRates/" + i + "/base", findings);
            currency(data.exchangeRates().get(i).quote(), "/exchangeRates/" + i + "/quote", findings);
            if (data.exchangeRates()
                    .get(i)
                    .base()
                    .equals(data.exchangeRates().get(i).quote())) {
                findings.add(
                        "/exchangeRates/" + i + "/quote",
                        OnboardingError.SCHEMA,
                        "a currency has no rate to itself; it is always 1");
            }
        }
    }

    static void countriesAndLanguages(MasterData data, KnownData known, Findings findings) {
        for (int i = 0; i < data.parties().size(); i++) {
            country(data.parties().get(i).country(), "/parties/" + i + "/country", findings);
        }
        for (int i = 0; i < data.taxRegistrations().size(); i++) {
            country(data.taxRegistrations().get(i).country(), "/taxRegistrations/" + i + "/country", findings);
        }
        for (int i = 0; i < data.taxExemptions().size(); i++) {
            country(data.taxExemptions().get(i).country(), "/taxExemptions/" + i + "/country", findings);
        }
        for (int i = 0; i < data.taxRates().size(); i++) {
            country(data.taxRates().get(i).country(), "/taxRates/" + i + "/country", findings);
        }
        for (int i = 0; i < data.accounts().size(); i++) {
            String language = data.accounts().get(i).language();
            if (!LANGUAGES.contains(language)) {
                findings.add(
                        "/accounts/" + i + "/language",
                        OnboardingError.UNKNOWN_LANGUAGE,
                        "'" + language + "' is not a language");
            }
        }
    }

    /** They are compared with amounts that are posted, so they have no more decimals than these. */
    static void amountsDueCanBePosted(MasterData data, KnownData known, Findings findings) {
        for (int i = 0; i < data.amountsDue().size(); i++) {
            var entry = data.amountsDue().get(i);
            posted(entry.minimum(), entry.currency(), "/amountsDue/" + i + "/minimum", findings);
            posted(entry.cashRounding(), entry.currency(), "/amountsDue/" + i + "/cashRounding", findings);
        }
    }

    static void invoiceSplitsAreWhole(MasterData data, KnownData known, Findings findings) {
        for (int i = 0; i < data.invoiceSplits().size(); i++) {
            var parts = data.invoiceSplits().get(i).parts();
            BigDecimal sum =
                    parts.stream().map(MasterData.InvoicePart::percent).reduce(BigDecimal.ZERO, BigDecimal::add);
            long invoices = parts.stream()
                    .map(part -> Arrays.asList(part.orderReference(), part.costCentre()))
                    .distinct()
                    .count();
            if (sum.compareTo(WHOLE) != 0
                    || invoices < parts.size()
                    || parts.stream().anyMatch(part -> part.percent().signum() <= 0)) {
                findings.add(
                        "/invoiceSplits/" + i + "/parts",
                        OnboardingError.NOT_A_WHOLE,
                        "the parts are " + sum.toPlainString() + " % for " + invoices + " different invoices");
            }
        }
    }

    private static void posted(BigDecimal amount, String currency, String pointer, Findings findings) {
        int decimals =
                Currencies.find(currency).map(CurrencyUnit::getDecimalPlaces).orElse(Integer.MAX_VALUE);
        if (amount != null
                && (amount.signum() == 0 || amount.stripTrailingZeros().scale() > decimals)) {
            findings.add(
                    pointer,
                    OnboardingError.NOT_AN_AMOUNT,
                    amount.toPlainString() + " is not an amount above 0 with the decimals of " + currency);
        }
    }

    static void timeZones(MasterData data, KnownData known, Findings findings) {
        if (data.tenant() != null) {
            timeZone(data.tenant().timeZone(), "/tenant/timeZone", findings);
        }
        for (int i = 0; i < data.cycles().size(); i++) {
            timeZone(data.cycles().get(i).timeZone(), "/cycles/" + i + "/timeZone", findings);
        }
    }

    /** Periods are told apart by their first days, so a cycle is open from one of these. */
    static void cyclesOpenWithAPeriod(MasterData data, KnownData known, Findings findings) {
        for (int i = 0; i < data.cycles().size(); i++) {
            var cycle = data.cycles().get(i);
            CyclePeriod period = CyclePeriod.containing(cycle.openFrom(), cycle.dayOfMonth());
            // that the day of a stored cycle does not change is found as a change of what is stored
            boolean sameDay = known.cycleDays().getOrDefault(cycle.key(), cycle.dayOfMonth()) == cycle.dayOfMonth();
            if (sameDay && !period.from().equals(cycle.openFrom())) {
                findings.add(
                        "/cycles/" + i + "/openFrom",
                        OnboardingError.NOT_A_PERIOD_BEGIN,
                        cycle.openFrom() + " lies inside of a period of cycle " + cycle.key() + "; periods begin on "
                                + period.from() + " and " + period.to());
            }
        }
    }

    static void vatNumbersAndIbans(MasterData data, KnownData known, Findings findings) {
        for (int i = 0; i < data.taxRegistrations().size(); i++) {
            var entry = data.taxRegistrations().get(i);
            if (entry.scheme().equals("VAT") && !VatNumber.isValid(entry.country(), entry.number())) {
                findings.add(
                        "/taxRegistrations/" + i + "/number",
                        OnboardingError.INVALID_VAT_NUMBER,
                        "'" + entry.number() + "' is not shaped like a VAT number of " + entry.country());
            }
        }
        for (int i = 0; i < data.parties().size(); i++) {
            String iban = data.parties().get(i).bankIban();
            if (iban != null && !BankAccountNumber.isIban(iban)) {
                findings.add(
                        "/parties/" + i + "/bankIban", OnboardingError.INVALID_IBAN, "'" + iban + "' is not an IBAN");
            }
        }
    }

    static void validities(MasterData data, KnownData known, Findings findings) {
        for (int i = 0; i < data.roles().size(); i++) {
            var role = data.roles().get(i);
            validity(role.validFrom(), role.validTo(), "/roles/" + i + "/validTo", findings);
        }
        for (int i = 0; i < data.taxRegistrations().size(); i++) {
            var entry = data.taxRegistrations().get(i);
            validity(entry.validFrom(), entry.validTo(), "/taxRegistrations/" + i + "/validTo", findings);
        }
        for (int i = 0; i < data.taxExemptions().size(); i++) {
            var entry = data.taxExemptions().get(i);
            validity(entry.validFrom(), entry.validTo(), "/taxExemptions/" + i + "/validTo", findings);
        }
        for (int i = 0; i < data.taxRates().size(); i++) {
            var rate = data.taxRates().get(i);
            validity(rate.validFrom(), rate.validTo(), "/taxRates/" + i + "/validTo", findings);
        }
        for (int i = 0; i < data.agreements().size(); i++) {
            for (int j = 0; j < data.agreements().get(i).versions().size(); j++) {
                var version = data.agreements().get(i).versions().get(j);
                String pointer = "/agreements/" + i + "/versions/" + j + "/validTo";
                validity(version.validFrom(), version.validTo(), pointer, findings);
            }
        }
        for (int i = 0; i < data.accountLinks().size(); i++) {
            var link = data.accountLinks().get(i);
            validity(link.validFrom(), link.validTo(), "/accountLinks/" + i + "/validTo", findings);
        }
        for (int i = 0; i < data.invoiceSplits().size(); i++) {
            var split = data.invoiceSplits().get(i);
            validity(split.validFrom(), split.validTo(), "/invoiceSplits/" + i + "/validTo", findings);
        }
        for (int i = 0; i < data.products().size(); i++) {
            var product = data.products().get(i);
            validity(product.startedOn(), product.endedOn(), "/products/" + i + "/endedOn", findings);
        }
    }

    private static void validity(LocalDate from, LocalDate to, String pointer, Findings findings) {
        if (from != null && to != null && !from.isBefore(to)) {
            findings.add(
                    pointer, OnboardingError.EMPTY_VALIDITY, "it ends on " + to + ", but begins on " + from + " only");
        }
    }

    private static void currency(String code, String pointer, Findings findings) {
        if (Currencies.find(code).isEmpty()) {
            findings.add(pointer, OnboardingError.UNKNOWN_CURRENCY, "'" + code + "' is not a currency");
        }
    }

    private static void country(String code, String pointer, Findings findings) {
        if (code != null && !COUNTRIES.contains(code)) {
            findings.add(pointer, OnboardingError.UNKNOWN_COUNTRY, "'" + code + "' is not a country");
        }
    }

    private static void timeZone(String name, String pointer, Findings findings) {
        if (!ZoneId.getAvailableZoneIds().contains(name)) {
            findings.add(pointer, OnboardingError.UNKNOWN_TIME_ZONE, "'" + name + "' is not a time zone");
        }
    }
}
