package io.billinghub.onboarding.migration.model;

import io.billinghub.onboarding.error.OnboardingError;

/**
 * Why a row is refused.
 *
 * @param field the column; null where it is the row as a whole
 * @param code of the error catalogue, which says what to do
 * @param message what is wrong with this row
 */
public record Flaw(String field, OnboardingError code, String message) {}
