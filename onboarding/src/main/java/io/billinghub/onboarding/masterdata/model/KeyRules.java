package io.billinghub.onboarding.masterdata.model;

import io.billinghub.onboarding.error.OnboardingError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Each thing stands once in a document. */
final class KeyRules {
    private KeyRules() {}

    static void keysStandOnce(MasterData data, KnownData known, Findings findings) {
        once("/parties", "/key", data.parties(), MasterData.Party::key, findings);
        once("/roles", "/key", data.roles(), role -> role.role() + " " + role.key(), findings);
        once(
                "/taxRegistrations",
                "",
                data.taxRegistrations(),
                entry -> entry.scheme() + " of " + entry.party() + " in " + entry.country(),
                findings);
        once("/taxClasses", "/key", data.taxClasses(), MasterData.TaxClass::key, findings);
        once(
                "/taxExemptions",
                "",
                data.taxExemptions(),
                entry -> "exemption of " + entry.party() + " from tax of " + entry.country()
                        + (entry.taxClass() == null ? "" : " for class " + entry.taxClass())
                        + (entry.validFrom() == null ? "" : " from " + entry.validFrom()),
                findings);
        once(
                "/taxRates",
                "",
                data.taxRates(),
                rate -> rate.taxClass() + " in " + rate.country() + " from " + rate.validFrom(),
                findings);
        once("/agreements", "/key", data.agreements(), MasterData.Agreement::key, findings);
        for (int i = 0; i < data.agreements().size(); i++) {
            MasterData.Agreement agreement = data.agreements().get(i);
            once(
                    "/agreements/" + i + "/versions",
                    "/version",
                    agreement.versions(),
                    version -> "version " + version.version(),
                    findings);
        }
        once("/cycles", "/key", data.cycles(), MasterData.Cycle::key, findings);
        once(
                "/invoiceSplits",
                "",
                data.invoiceSplits(),
                entry -> "invoice split of account " + entry.account()
                        + (entry.offering() == null ? "" : " for " + entry.offering())
                        + (entry.validFrom() == null ? "" : " from " + entry.validFrom()),
                findings);
        once(
                "/amountsDue",
                "",
                data.amountsDue(),
                entry -> "amounts due of cycle " + entry.cycle() + " in " + entry.currency(),
                findings);
        once("/accounts", "/number", data.accounts(), MasterData.Account::number, findings);
        once("/offerings", "/key", data.offerings(), MasterData.Offering::key, findings);
        partnerProductsAndPlansStandOnce(data, findings);
        once("/products", "/key", data.products(), MasterData.Product::key, findings);
        once(
                "/exchangeRates",
                "",
                data.exchangeRates(),
                rate -> rate.source() + " " + rate.base() + "/" + rate.quote() + " of " + rate.date(),
                findings);
    }

    private static void partnerProductsAndPlansStandOnce(MasterData data, Findings findings) {
        Map<String, String> partners = new HashMap<>();
        data.agreements().forEach(agreement -> partners.put(agreement.key(), agreement.partner()));
        Map<String, String> products = new HashMap<>();
        Map<String, String> plans = new HashMap<>();
        for (int i = 0; i < data.offerings().size(); i++) {
            MasterData.Offering offering = data.offerings().get(i);
            String at = "/offerings/" + i;
            for (int j = 0; j < offering.partnerProducts().size(); j++) {
                // An agreement that is stored only has the same partner for all offerings under it.
                String partner = partners.getOrDefault(offering.agreement(), "agreement " + offering.agreement());
                String product = offering.partnerProducts().get(j);
                see(products, "product " + product + " of " + partner, at + "/partnerProducts/" + j, findings);
            }
            for (int j = 0; j < offering.pricePlans().size(); j++) {
                var plan = offering.pricePlans().get(j);
                String name = "version " + plan.version() + " of price plan " + plan.key();
                see(plans, name, at + "/pricePlans/" + j, findings);
            }
        }
        for (int i = 0; i < data.pricePlans().size(); i++) {
            var plan = data.pricePlans().get(i);
            String name = "version " + plan.version() + " of price plan " + plan.key();
            see(plans, name, "/pricePlans/" + i, findings);
        }
    }

    private static <T> void once(
            String section, String part, List<T> entries, Function<T, String> key, Findings findings) {
        Map<String, String> seen = new HashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            see(seen, key.apply(entries.get(i)), section + "/" + i + part, findings);
        }
    }

    private static void see(Map<String, String> seen, String key, String pointer, Findings findings) {
        String first = seen.putIfAbsent(key, pointer);
        if (first != null) {
            findings.add(pointer, OnboardingError.DUPLICATE_KEY, key + " stands already at " + first);
        }
    }
}
