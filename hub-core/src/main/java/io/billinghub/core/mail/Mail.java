package io.billinghub.core.mail;

import java.util.regex.Pattern;

/**
 * A mail in plain text.
 *
 * @param about what it tells; a tenant sends one mail about the same
 * @param recipient address
 */
public record Mail(String about, String recipient, String subject, String body) {

    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>,;:\"()]{1,64}@[^\\s@<>,;:\"()]{1,253}");

    /** Whether the text can be the address of a mailbox; without a name or a comment. */
    public static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }
}
