package io.billinghub.onboarding.party;

import java.util.UUID;

/**
 * A party as it is read; parts that are not known are null.
 *
 * @param kind {@code ORGANIZATION} or {@code INDIVIDUAL}
 * @param country ISO 3166-1 alpha-2
 * @param version rises with each change; an edit names the one that it is based on
 */
public record PartyView(
        UUID id,
        String key,
        String kind,
        String name,
        String legalId,
        String street,
        String city,
        String postcode,
        String country,
        String email,
        String bankIban,
        String bankBic,
        int version) {}
