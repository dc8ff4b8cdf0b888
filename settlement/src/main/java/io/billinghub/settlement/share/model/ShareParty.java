package io.billinghub.settlement.share.model;

import java.util.Objects;

/**
 * A party that a share model names.
 *
 * @param key as the share model names it
 * @param id {@code party.id}
 */
public record ShareParty(String key, long id, Part part) {

    public ShareParty {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(part, "part");
    }

    /** What the party is in the deal, which decides where its share is posted. */
    public enum Part {
        /** The tenant itself: what it keeps is revenue. */
        CSP,
        /** The marketplace: its share is a commission. */
        MARKETPLACE,
        /** A partner or sub-partner: it is owed its share. */
        PARTNER
    }
}
