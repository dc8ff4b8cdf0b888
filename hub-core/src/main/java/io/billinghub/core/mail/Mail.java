package io.billinghub.core.mail;

/**
 * A mail in plain text.
 *
 * @param about what it tells; a tenant sends one mail about the same
 * @param recipient address
 */
public record Mail(String about, String recipient, String subject, String body) {}
