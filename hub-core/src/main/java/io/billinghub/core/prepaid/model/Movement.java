package io.billinghub.core.prepaid.model;

import java.util.Optional;
import java.util.UUID;

/**
 * What somebody asks to be moved.
 *
 * @param uuid of the movement
 * @param amount with its sign
 * @param description at most 250 characters
 * @param reason at most 250 characters
 * @param extension JSON text of what the client says besides
 */
public record Movement(
        UUID uuid, PrepaidAmount amount, Optional<String> description, Optional<String> reason, String extension) {

    private static final int LONGEST = 250;

    /** @throws IllegalArgumentException that begins with the name of the part that is wrong */
    public Movement {
        requireShort("description", description);
        requireShort("reason", reason);
    }

    private static void requireShort(String name, Optional<String> text) {
        if (text.filter(each -> each.length() > LONGEST).isPresent()) {
            throw new IllegalArgumentException(name + ": must have at most " + LONGEST + " characters");
        }
    }
}
