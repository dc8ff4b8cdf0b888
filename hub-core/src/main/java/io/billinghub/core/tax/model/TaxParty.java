package io.billinghub.core.tax.model;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A seller or buyer as tax sees it.
 *
 * @param id {@code party.id}
 * @param country ISO 3166-1 alpha-2 of its seat
 * @param registrations in any order
 */
public record TaxParty(long id, String country, List<Registration> registrations) {

    /** The scheme of a registration for VAT in one country. */
    public static final String VAT = "VAT";

    /** The scheme of the Union's one-stop shop, by which a seller declares consumers' tax of all member states in its own. */
    public static final String ONE_STOP_SHOP = "OSS";

    public TaxParty {
        registrations = registrations.stream()
                .sorted(Comparator.comparingLong(Registration::id))
                .toList();
    }

    /**
     * A registration for tax.
     *
     * @param id {@code tax_registration.id}
     * @param country where it is registered; ISO 3166-1 alpha-2
     * @param scheme {@link #VAT} or {@link #ONE_STOP_SHOP}
     * @param validTo the first day on which it is no longer valid
     */
    public record Registration(long id, String country, String scheme, LocalDate validFrom, LocalDate validTo) {
        boolean holdsOn(LocalDate day) {
            return !day.isBefore(validFrom) && day.isBefore(validTo);
        }
    }

    /** A business is who has a VAT number on the day; all others are consumers. */
    public boolean businessOn(LocalDate day) {
        return valid(VAT, day).findAny().isPresent();
    }

    /** The VAT registration in a country. */
    public Optional<Registration> vatIn(String place, LocalDate day) {
        return valid(VAT, day)
                .filter(registration -> registration.country().equals(place))
                .findFirst();
    }

    /** The VAT registration at its seat, or its first one where it has none there. */
    public Optional<Registration> home(LocalDate day) {
        return vatIn(country, day).or(() -> valid(VAT, day).findFirst());
    }

    /** The registration in the one-stop shop. */
    public Optional<Registration> oneStopShop(LocalDate day) {
        return valid(ONE_STOP_SHOP, day).findFirst();
    }

    private Stream<Registration> valid(String scheme, LocalDate day) {
        return registrations.stream()
                .filter(registration -> registration.scheme().equals(scheme) && registration.holdsOn(day));
    }
}
