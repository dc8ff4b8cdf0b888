package io.billinghub.onboarding.masterdata.model;

import io.billinghub.core.rating.plan.PricePlan;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the tenant has already of all that a document names.
 *
 * @param placeless those of the parties that have no country
 * @param roles as {@code PARTNER/cirrus}
 * @param cycleDays by key of the document's cycles, and of those that its accounts name: the day of the month on which periods begin
 * @param accounts by number: those that the document names, and all their ancestors
 * @param paymentReferences numbers of accounts by the base of their payment references: those whose base is also that of an
 *     account of the document
 * @param versions of the document's agreements and price plans
 * @param prices of the offerings for which the document has price plans
 * @param taxRates of the document's countries
 * @param billedUntil the day after the last period that a bill cycle has billed; null where none has billed
 * @param openFrom first day of the earliest open period of any cycle that has accounts; null where there is none
 * @param pricesOfBilledDays whether a price may begin on days that are billed, or on that of the version before it, in whose place
 *     it then stands
 */
public record KnownData(
        Set<String> parties,
        Set<String> placeless,
        Set<String> roles,
        Set<String> agreements,
        Map<String, Integer> cycleDays,
        Map<String, KnownAccount> accounts,
        Map<String, String> paymentReferences,
        Set<String> offerings,
        List<KnownVersion> versions,
        List<KnownLink> links,
        List<KnownPrice> prices,
        List<KnownTaxRate> taxRates,
        LocalDate billedUntil,
        LocalDate openFrom,
        boolean pricesOfBilledDays) {

    public KnownData {
        parties = parties == null ? Set.of() : Set.copyOf(parties);
        placeless = placeless == null ? Set.of() : Set.copyOf(placeless);
        roles = roles == null ? Set.of() : Set.copyOf(roles);
        agreements = agreements == null ? Set.of() : Set.copyOf(agreements);
        cycleDays = cycleDays == null ? Map.of() : Map.copyOf(cycleDays);
        accounts = accounts == null ? Map.of() : Map.copyOf(accounts);
        paymentReferences = paymentReferences == null ? Map.of() : Map.copyOf(paymentReferences);
        offerings = offerings == null ? Set.of() : Set.copyOf(offerings);
        versions = versions == null ? List.of() : List.copyOf(versions);
        links = links == null ? List.of() : List.copyOf(links);
        prices = prices == null ? List.of() : List.copyOf(prices);
        taxRates = taxRates == null ? List.of() : List.copyOf(taxRates);
    }

    /** A tenant that has nothing yet. */
    public static KnownData nothing() {
        return new KnownData(null, null, null, null, null, null, null, null, null, null, null, null, null, null, false);
    }

    /** The same, where prices may begin on days that are billed. */
    public KnownData withPricesOfBilledDays() {
        return new KnownData(
                parties,
                placeless,
                roles,
                agreements,
                cycleDays,
                accounts,
                paymentReferences,
                offerings,
                versions,
                links,
                prices,
                taxRates,
                billedUntil,
                openFrom,
                true);
    }

    /** @param parent null at the top */
    public record KnownAccount(String number, String parent, boolean consolidates, String currency, String cycle) {}

    /** What has versions. */
    public enum Versioned {
        AGREEMENT,
        PRICE_PLAN
    }

    /** A stored version; {@code key} is the agreement's or the plan's. */
    public record KnownVersion(Versioned kind, String key, int version, LocalDate validFrom) {}

    /** A stored price of an offering; open ends are null. */
    public record KnownPrice(String offering, PricePlan plan, LocalDate validFrom, LocalDate validTo) {}

    /** A stored tax rate; an open end is null. */
    public record KnownTaxRate(String country, String taxClass, LocalDate validFrom, LocalDate validTo) {}

    /** A stored account link; open ends are null. */
    public record KnownLink(
            String partner, String partnerAccount, String account, LocalDate validFrom, LocalDate validTo) {}
}
