package io.billinghub.onboarding.party;

/**
 * What a person may change of a party: all of it at once, as a form sends it; null empties a part.
 *
 * @param name not blank
 * @param country ISO 3166-1 alpha-2
 */
public record PartyChange(
        String name,
        String street,
        String city,
        String postcode,
        String country,
        String email,
        String bankIban,
        String bankBic) {}
