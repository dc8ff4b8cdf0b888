package io.billinghub.core.tax.model;

import java.util.Set;

/** The member states between which intra-community rules of VAT hold. */
final class EuropeanUnion {

    private static final Set<String> MEMBERS = Set.of(
            "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
            "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK");

    private EuropeanUnion() {}

    /** @param country ISO 3166-1 alpha-2 */
    static boolean has(String country) {
        return MEMBERS.contains(country);
    }
}
