package io.billinghub.onboarding.partnercase.model;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Objects;

/**
 * What a case begins with.
 *
 * @param key how tokens, paths and descriptors call the partner; made from the name where it is null
 * @param country ISO 3166-1 alpha-2
 * @param vatId with its country's prefix; null where it is not known yet
 * @param iban null where it is not known yet
 * @param currency ISO 4217; null for the template's
 * @param template key of the template of its agreement
 */
public record NewPartner(
        String key,
        String name,
        String country,
        String vatId,
        String iban,
        String email,
        String currency,
        String template) {

    private static final int LONGEST_KEY = 40;

    public NewPartner {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(country, "country");
        Objects.requireNonNull(email, "email");
        Objects.requireNonNull(template, "template");
        key = key == null ? keyOf(name) : key;
        vatId = vatId == null ? null : compact(vatId);
        iban = iban == null ? null : compact(iban);
    }

    /** Whether nothing is missing that an agreement needs. */
    public boolean whole() {
        return vatId != null && iban != null;
    }

    /** As people write numbers, blanks and dashes between groups; the hub keeps them without. */
    static String compact(String number) {
        return number.replaceAll("[\\s.-]", "").toUpperCase(Locale.ROOT);
    }

    /** Small letters, digits and dashes: "Bergen Søk AS" gives bergen-sok-as. */
    static String keyOf(String name) {
        String plain = Normalizer.normalize(
                        name.toLowerCase(Locale.ROOT)
                                .replace("ø", "o")
                                .replace("æ", "ae")
                                .replace("ß", "ss")
                                .replace("ł", "l"),
                        Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        String cut =
                plain.length() > LONGEST_KEY ? plain.substring(0, LONGEST_KEY).replaceAll("-+$", "") : plain;
        return cut.isEmpty() ? "partner" : cut;
    }
}
