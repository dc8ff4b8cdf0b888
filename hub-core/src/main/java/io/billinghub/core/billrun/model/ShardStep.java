package io.billinghub.core.billrun.model;

/** How far a shard has come. */
public enum ShardStep {
    NOTHING,
    RATED,
    CONSOLIDATED,
    PUBLISHED,
    /** The documents of its bills lie in the archive. */
    WRITTEN;

    /** The step that a shard must have done before this one. */
    public ShardStep previous() {
        if (this == NOTHING) {
            throw new IllegalStateException("no step comes before NOTHING");
        }
        return values()[ordinal() - 1];
    }
}
