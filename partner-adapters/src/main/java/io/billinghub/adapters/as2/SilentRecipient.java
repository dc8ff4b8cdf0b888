package io.billinghub.adapters.as2;

import java.security.Key;
import java.security.PrivateKey;
import java.security.SecureRandom;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;

/**
 * Opens an envelope without telling whether its key could be unwrapped: where it could not, a random one is taken, and the content is read
 * with that to its end. Who could see the difference, also by the time that it takes, could have a message decrypted (RFC 3218).
 */
final class SilentRecipient extends JceKeyTransEnvelopedRecipient {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String TRIPLE_DES_CBC = "1.2.840.113549.3.7";
    private static final String AES_128_CBC = "2.16.840.1.101.3.4.1.2";
    private static final String AES_192_CBC = "2.16.840.1.101.3.4.1.22";

    private final String algorithm;

    /** @param algorithm object identifier of the content's encryption */
    SilentRecipient(PrivateKey key, String algorithm) {
        super(key);
        this.algorithm = algorithm;
        setProvider(StationKeys.PROVIDER);
    }

    @Override
    protected Key extractSecretKey(
            AlgorithmIdentifier keyEncryption, AlgorithmIdentifier contentEncryption, byte[] wrapped)
            throws CMSException {
        byte[] random = new byte[length()];
        RANDOM.nextBytes(random);
        String name = algorithm.equals(TRIPLE_DES_CBC) ? "DESede" : "AES";
        Key instead = new SecretKeySpec(random, name);
        try {
            Key key = super.extractSecretKey(keyEncryption, contentEncryption, wrapped);
            return key.getEncoded() != null && key.getEncoded().length == random.length ? key : instead;
        } catch (CMSException | RuntimeException e) {
            return instead;
        }
    }

    private int length() {
        return switch (algorithm) {
            case AES_128_CBC -> 16;
            case AES_192_CBC, TRIPLE_DES_CBC -> 24;
            default -> 32;
        };
    }
}
