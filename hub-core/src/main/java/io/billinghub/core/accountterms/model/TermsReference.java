package io.billinghub.core.accountterms.model;

import io.billinghub.core.rating.modifier.ChargedAs;
import io.billinghub.core.rating.modifier.LineScope;
import io.billinghub.core.rating.modifier.bundle.Bundle;
import io.billinghub.core.rating.modifier.discount.Discount;
import io.billinghub.core.rating.modifier.sponsor.Sponsorship;
import java.util.ArrayList;
import java.util.List;

/**
 * Something of the tenant that terms name.
 *
 * @param path JSON path of the place
 * @param kind what it is
 * @param key number of an account, key of an offering or of a party
 * @param partner what a charge says whose product it is; null elsewhere
 */
public record TermsReference(String path, Kind kind, String key, String partner) {

    /** What terms can name. */
    public enum Kind {
        /** An account that gets the terms. */
        ACCOUNT,
        /** An account that pays for others. */
        SPONSOR,
        /** A product offering. */
        PRODUCT,
        /** A partner, or the host itself. */
        PARTY
    }

    /** All of them, in the order of the document's parts. */
    public static List<TermsReference> of(TermsDocument terms) {
        Collector found = new Collector();
        found.each("$.audience.accounts", Kind.ACCOUNT, terms.audience().accounts());
        for (int i = 0; i < terms.limits().size(); i++) {
            found.scope("$.limits[" + i + "]", terms.limits().get(i).scope());
            found.charged("$.limits[" + i + "]", terms.limits().get(i).chargedAs());
        }
        for (int i = 0; i < terms.commitments().size(); i++) {
            found.scope("$.commitments[" + i + "]", terms.commitments().get(i).scope());
            found.charged("$.commitments[" + i + "]", terms.commitments().get(i).chargedAs());
        }
        for (int i = 0; i < terms.discounts().size(); i++) {
            Discount discount = terms.discounts().get(i);
            found.scope("$.discounts[" + i + "]", discount.scope());
            found.each(
                    "$.discounts[" + i + "].audience.accounts",
                    Kind.ACCOUNT,
                    discount.audience().accounts());
        }
        for (int i = 0; i < terms.bundles().size(); i++) {
            found.bundle("$.bundles[" + i + "]", terms.bundles().get(i));
        }
        if (terms.loyalty() != null) {
            found.scope("$.loyalty", terms.loyalty().scope());
        }
        for (int i = 0; i < terms.sponsorships().size(); i++) {
            Sponsorship sponsorship = terms.sponsorships().get(i);
            found.one("$.sponsorships[" + i + "].sponsor", Kind.SPONSOR, sponsorship.sponsor());
            found.scope("$.sponsorships[" + i + "]", sponsorship.scope());
        }
        return List.copyOf(found.references);
    }

    private static final class Collector {
        private final List<TermsReference> references = new ArrayList<>();

        void one(String path, Kind kind, String key) {
            references.add(new TermsReference(path, kind, key, null));
        }

        void each(String path, Kind kind, List<String> keys) {
            for (int i = 0; i < keys.size(); i++) {
                one(path + "[" + i + "]", kind, keys.get(i));
            }
        }

        void scope(String path, LineScope scope) {
            each(path + ".scope.products", Kind.PRODUCT, scope.products());
            each(path + ".scope.partners", Kind.PARTY, scope.partners());
        }

        void charged(String path, ChargedAs as) {
            if (as != null) {
                references.add(
                        new TermsReference(path + ".chargedAs.product", Kind.PRODUCT, as.product(), as.partner()));
                one(path + ".chargedAs.partner", Kind.PARTY, as.partner());
            }
        }

        void bundle(String path, Bundle bundle) {
            each(path + ".products", Kind.PRODUCT, bundle.products());
            if (!bundle.on().equals(bundle.products())) {
                each(path + ".on", Kind.PRODUCT, bundle.on());
            }
            for (int i = 0; i < bundle.bearers().size(); i++) {
                one(
                        path + ".bearers[" + i + "].party",
                        Kind.PARTY,
                        bundle.bearers().get(i).party());
            }
        }
    }
}
