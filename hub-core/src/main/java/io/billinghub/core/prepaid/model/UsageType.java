package io.billinghub.core.prepaid.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a bucket holds, as TMF654 names it. */
public enum UsageType {
    /** Money in the account's currency; all others are packs of units. */
    MONETARY,
    VOICE,
    DATA,
    SMS,
    OTHER;

    /** As it stands in the API and in the database. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of that name; empty if there is none. */
    public static Optional<UsageType> of(String key) {
        return Arrays.stream(values()).filter(type -> type.key().equals(key)).findFirst();
    }
}
