package io.billinghub.core.rating.modifier;

/**
 * Which modifier did it.
 *
 * @param kind why
 * @param key of the modifier
 * @param words what a customer reads, without the amount: {@code "Summer discount, 10 %"}
 */
public record Reason(AdjustmentKind kind, String key, String words) {
    /** Refuses a reason with a missing part. */
    public Reason {
        Checks.present(kind, "kind");
        Checks.text(key, "key");
        Checks.text(words, "words");
    }
}
