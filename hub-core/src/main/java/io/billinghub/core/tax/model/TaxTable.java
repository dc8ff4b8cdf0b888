package io.billinghub.core.tax.model;

import io.billinghub.core.tax.model.TaxDecision.Taxed;
import io.billinghub.core.tax.model.TaxDecision.Undecided;
import io.billinghub.core.tax.model.TaxParty.Registration;
import io.billinghub.core.tax.model.TaxRates.TaxRate;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides tax by a tenant's tables: classes say where a supply is taxed, parties' registrations who declares it there, rates how much, and
 * exemptions of the buyer go before them all.
 */
public final class TaxTable {

    private final TaxRates rates;
    private final Map<String, TaxClass> classes;
    private final Map<Long, List<Exemption>> exemptions;

    public TaxTable(TaxRates rates, List<TaxClass> classes, List<Exemption> exemptions) {
        this.rates = rates;
        this.classes = classes.stream().collect(Collectors.toMap(TaxClass::key, Function.identity()));
        this.exemptions = exemptions.stream().collect(Collectors.groupingBy(Exemption::partyId));
    }

    /** How supplies of a class are taxed; a class that the table lacks is taxed at the customer's place by the rate of the last day. */
    public record TaxClass(String key, PlaceOfSupply placeOfSupply, RateChange rateChange) {}

    /**
     * A buyer's certificate that it need not be charged tax.
     *
     * @param country of which tax, ISO 3166-1 alpha-2
     * @param taxClass for which class only; empty for all
     * @param validTo the first day on which it no longer holds
     */
    public record Exemption(
            long partyId,
            String country,
            Optional<String> taxClass,
            TaxCategory category,
            Optional<String> reasonCode,
            Optional<String> reason,
            LocalDate validFrom,
            LocalDate validTo) {
        private boolean holds(String place, String supplied, LocalDate day) {
            return country.equals(place)
                    && taxClass.map(supplied::equals).orElse(true)
                    && !day.isBefore(validFrom)
                    && day.isBefore(validTo);
        }
    }

    /**
     * The tax of a supply, day after day without a gap: of all its days the one of the last, or of each of its days its own where the class
     * is split at changes of its rate.
     */
    public List<TaxedDays> decide(TaxParty seller, TaxParty buyer, Supply supply) {
        List<LocalDate> begins = rateChange(supply.taxClass()) == RateChange.SPLIT_BY_DAYS
                ? rates.changes(supply.taxClass(), supply.from(), supply.to())
                : List.of();
        List<TaxedDays> parts = new ArrayList<>();
        LocalDate from = supply.from();
        for (int i = 0; i <= begins.size(); i++) {
            LocalDate to = i < begins.size() ? begins.get(i) : supply.to();
            TaxDecision decision = decide(seller, buyer, supply.taxClass(), to.minusDays(1));
            TaxedDays last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
            if (last != null && last.decision().equals(decision)) {
                parts.set(parts.size() - 1, new TaxedDays(last.from(), to, decision));
            } else {
                parts.add(new TaxedDays(from, to, decision));
            }
            from = to;
        }
        return parts;
    }

    private TaxDecision decide(TaxParty seller, TaxParty buyer, String taxClass, LocalDate day) {
        PlaceOfSupply rule = placeOfSupply(taxClass);
        boolean business = buyer.businessOn(day);
        String place = place(rule, seller, buyer, business);
        Declared declared = declared(seller, place, day);
        Optional<Exemption> exemption = exemptions.getOrDefault(buyer.id(), List.of()).stream()
                .filter(certificate -> certificate.holds(place, taxClass, day))
                .findFirst();
        if (exemption.isPresent()) {
            Exemption certificate = exemption.get();
            return taxed(
                    certificate.category(),
                    BigDecimal.ZERO,
                    certificate.reasonCode(),
                    certificate.reason(),
                    place,
                    declared);
        }
        if (!declared.there() && EuropeanUnion.has(seller.country())) {
            Optional<TaxDecision> crossing = acrossTheBorder(rule, seller, place, taxClass, day, business);
            if (crossing.isPresent()) {
                return crossing.get();
            }
        }
        return byRate(place, taxClass, day, declared);
    }

    private RateChange rateChange(String taxClass) {
        TaxClass known = classes.get(taxClass);
        return known == null ? RateChange.LAST_DAY : known.rateChange();
    }

    private PlaceOfSupply placeOfSupply(String taxClass) {
        TaxClass known = classes.get(taxClass);
        return known == null ? PlaceOfSupply.CUSTOMER : known.placeOfSupply();
    }

    private static String place(PlaceOfSupply rule, TaxParty seller, TaxParty buyer, boolean business) {
        return switch (rule) {
            case CUSTOMER, DESTINATION -> buyer.country();
            case BUSINESS_CUSTOMER -> business ? buyer.country() : seller.country();
            case SELLER -> seller.country();
        };
    }

    /** A seller of the Union that is not registered at the place: whose tax it is depends on who buys. */
    private Optional<TaxDecision> acrossTheBorder(
            PlaceOfSupply rule, TaxParty seller, String place, String taxClass, LocalDate day, boolean business) {
        boolean goods = rule == PlaceOfSupply.DESTINATION;
        Declared home = new Declared(seller.home(day), "", false);
        if (EuropeanUnion.has(place)) {
            if (business) {
                return Optional.of(untaxed(goods ? TaxCategory.K : TaxCategory.AE, place, home));
            }
            return seller.oneStopShop(day)
                    .map(shop -> byRate(place, taxClass, day, new Declared(Optional.of(shop), "OSS-" + place, true)));
        }
        if (rates.inForce(place, taxClass, day).isPresent()) {
            return Optional.empty();
        }
        if (goods) {
            return Optional.of(untaxed(TaxCategory.G, place, home));
        }
        return business ? Optional.of(untaxed(TaxCategory.O, place, home)) : Optional.empty();
    }

    private TaxDecision byRate(String place, String taxClass, LocalDate day, Declared declared) {
        Optional<TaxRate> rate = rates.inForce(place, taxClass, day);
        if (rate.isEmpty()) {
            return new Undecided(
                    "no tax rate for country " + place + ", tax class " + taxClass + " on " + day + ": import one");
        }
        boolean foreign = !declared.there() && rate.get().category().taxed();
        return taxed(
                rate.get().category(),
                rate.get().rate(),
                rate.get().exemptionReasonCode(),
                rate.get().exemptionReason(),
                place,
                foreign ? new Declared(declared.registration(), place, false) : declared);
    }

    private static TaxDecision untaxed(TaxCategory category, String place, Declared declared) {
        return taxed(category, BigDecimal.ZERO, Optional.empty(), Optional.empty(), place, declared);
    }

    private static TaxDecision taxed(
            TaxCategory category,
            BigDecimal rate,
            Optional<String> reasonCode,
            Optional<String> reason,
            String place,
            Declared declared) {
        return new Taxed(
                category,
                rate,
                reasonCode.or(category::exemptionReasonCode),
                reason.or(category::exemptionReason),
                place,
                declared.registration().map(Registration::id),
                declared.key());
    }

    /**
     * Under which registration a seller declares the tax of a place.
     *
     * @param key empty for the one at its seat
     * @param there whether it is registered at the place, or is at home there
     */
    private record Declared(Optional<Registration> registration, String key, boolean there) {}

    private static Declared declared(TaxParty seller, String place, LocalDate day) {
        if (place.equals(seller.country())) {
            return new Declared(seller.home(day), "", true);
        }
        return seller.vatIn(place, day)
                .map(local -> new Declared(Optional.of(local), place, true))
                .orElseGet(() -> new Declared(seller.home(day), "", false));
    }
}
