package io.billinghub.core.usage.model;

/**
 * An account whose usage is rated.
 *
 * @param number for people
 */
public record UsageAccount(long id, String number) {}
