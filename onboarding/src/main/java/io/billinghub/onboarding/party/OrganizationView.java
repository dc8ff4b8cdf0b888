package io.billinghub.onboarding.party;

import java.util.UUID;

/**
 * An organization as it is read; parts that are not known are null. Its bank account is no part: who reads parties need not
 * know it.
 *
 * @param key how the master data call it
 * @param legalId registration number (BT-30)
 * @param country ISO 3166-1 alpha-2
 */
public record OrganizationView(
        UUID id,
        String key,
        String name,
        String legalId,
        String street,
        String city,
        String postcode,
        String country,
        String email) {}
