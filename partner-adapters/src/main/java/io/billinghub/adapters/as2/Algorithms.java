package io.billinghub.adapters.as2;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which algorithms are strong enough. What is not named here is refused: MD5, RC2 and DES in any case, SHA-1 and Triple DES unless the
 * descriptor allows them.
 *
 * @param legacy of {@code sha1} and {@code 3des}, those that are allowed
 */
record Algorithms(Set<String> legacy) {

    /** What is used where the sender wishes nothing. */
    static final String DEFAULT_DIGEST = "sha-256";

    private static final Map<String, String> DIGESTS = Map.of(
            "1.3.14.3.2.26", "SHA-1",
            "2.16.840.1.101.3.4.2.1", "SHA-256",
            "2.16.840.1.101.3.4.2.2", "SHA-384",
            "2.16.840.1.101.3.4.2.3", "SHA-512");
    /** Signature algorithms that leave the digest to the signer's own field, or name one that is strong enough: RSA, EC. */
    private static final Set<String> SIGNATURES = Set.of(
            "1.2.840.113549.1.1.1",
            "1.2.840.113549.1.1.11",
            "1.2.840.113549.1.1.12",
            "1.2.840.113549.1.1.13",
            "1.2.840.10045.2.1",
            "1.2.840.10045.4.3.2",
            "1.2.840.10045.4.3.3",
            "1.2.840.10045.4.3.4");
    /** Those that name SHA-1. */
    private static final Set<String> OLD_SIGNATURES = Set.of("1.2.840.113549.1.1.5", "1.2.840.10045.4.1");

    private static final Set<String> AES_CBC =
            Set.of("2.16.840.1.101.3.4.1.2", "2.16.840.1.101.3.4.1.22", "2.16.840.1.101.3.4.1.42");
    private static final String TRIPLE_DES_CBC = "1.2.840.113549.3.7";

    Algorithms {
        legacy = Set.copyOf(legacy);
    }

    /** Whether a signature by this digest is believed. */
    boolean allowsDigest(String objectIdentifier) {
        return Optional.ofNullable(DIGESTS.get(objectIdentifier))
                .filter(this::allowed)
                .isPresent();
    }

    /** Whether a signature by this algorithm is believed: one may name a digest of its own, which counts then. */
    boolean allowsSignature(String objectIdentifier) {
        return SIGNATURES.contains(objectIdentifier)
                || OLD_SIGNATURES.contains(objectIdentifier) && legacy.contains("sha1");
    }

    /** Whether a content that is encrypted in this way is read. */
    boolean allowsEncryption(String objectIdentifier) {
        return AES_CBC.contains(objectIdentifier) || TRIPLE_DES_CBC.equals(objectIdentifier) && legacy.contains("3des");
    }

    /** Java's name of a digest as AS2 calls it, such as {@code sha-256} or {@code sha256}; empty if it is not allowed. */
    Optional<String> digest(String micalg) {
        String plain = micalg.toUpperCase(Locale.ROOT).replace("-", "");
        return DIGESTS.values().stream()
                .filter(name -> name.replace("-", "").equals(plain))
                .filter(this::allowed)
                .findFirst();
    }

    private boolean allowed(String digest) {
        return !digest.equals("SHA-1") || legacy.contains("sha1");
    }
}
